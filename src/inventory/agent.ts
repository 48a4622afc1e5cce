/**
 * `agent:` of a device, with what `defaults:` says where it says nothing itself: for devices that look for their release
 * by themselves.
 *
 * Deliberately not here: what is missing (`cutover agent install` says it); name, home, servers, params, trust, which
 * are the device's and the inventory's own.
 */
import { shapeProblem } from '../language/values/shapes.ts';
import { fieldsIn, textField } from '../document/expect.ts';
import { find } from '../document/findings.ts';
import type { Findings } from '../document/findings.ts';
import { shown } from '../document/shown.ts';
import type { Yaml, YamlText } from '../document/tree.ts';
import type { InventoryAgent, InventoryDevice } from './model.ts';

const SETTINGS = '/etc/cutover/agent';

/** Why a value can't be; nothing if it can. */
type Rule = (text: string) => string | undefined;

const rules: Readonly<Record<string, Rule>> = {
  script: nameProblem,
  release: nameProblem,
  channel: nameProblem,
  settings: pathProblem,
  crontabs: pathProblem,
  jitter: (text) =>
    /^(0|[1-9]\d{0,3})$/.test(text) && Number(text) <= 3600 ? undefined : 'seconds from 0 to 3600',
  unsigned: yesOrNo,
  plain: yesOrNo,
};

export function agentIn(
  findings: Findings,
  own: Yaml | undefined,
  defaults: Yaml | undefined,
): Pick<InventoryDevice, 'agent'> {
  const parts = [defaults, own].filter((part) => part !== undefined);
  if (parts.length === 0) return {};
  const keys = Object.keys(rules);
  const fields = new Map(parts.flatMap((part) => [...fieldsIn(findings, part, '`agent`', keys)]));
  const values = keys.flatMap((key) => {
    const field = textField(findings, fields, key);
    return field !== undefined && isFine(findings, key, field) ? [[key, field.text] as const] : [];
  });
  const agent: InventoryAgent = { settings: SETTINGS, ...Object.fromEntries(values) };
  return { agent };
}

function isFine(findings: Findings, key: string, field: YamlText): boolean {
  const problem = rules[key]?.(field.text);
  if (problem === undefined) return true;
  find(findings, 'E0712', field.span, `unusable \`${key}\` ${shown(field.text)}`, {
    label: problem,
  });
  return false;
}

/** As in signed metadata: a shell reads them. */
function nameProblem(text: string): string | undefined {
  return /^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,63}$/.test(text)
    ? undefined
    : 'letters, digits and `_ . + -`, at most 64';
}

/** Words of a settings line and of a crontab, on the device. */
function pathProblem(text: string): string | undefined {
  return (
    shapeProblem(text, 'path') ??
    (/^[A-Za-z0-9._/+@:,-]+$/.test(text)
      ? undefined
      : 'here a path is of letters, digits and `. _ / + @ : , -`')
  );
}

function yesOrNo(text: string): string | undefined {
  return text === 'yes' || text === 'no' ? undefined : '`yes` or `no`';
}
