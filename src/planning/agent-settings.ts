/**
 * A device's settings for its agent (docs/agent.md), from the inventory and the script that it is to carry out.
 *
 * Rule 1: no secret is in it: for each a file is named, and what belongs into the file by its name in the store.
 * Rule 2: what the script doesn't ask for is left out, since the inventory serves other scripts, too.
 * Deliberately not here: the trusted root, which is a file of its own.
 */
import type { Inventory, InventoryAgent, InventoryDevice } from '../inventory/model.ts';
import type { CheckedParam, CheckedScript } from '../language/checked.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { nearestHint } from '../language/nearest.ts';
import { diagnosticOf } from '../language/saying.ts';
import type { Saying } from '../language/saying.ts';
import type { Span } from '../language/tree.ts';
import { inventoryValue, ownValue } from './params.ts';
import { report, type Problems } from './problems.ts';

export interface AgentSettingsInputs {
  readonly inventory: Inventory;
  readonly device: InventoryDevice;
  readonly scripts: ReadonlyMap<string, CheckedScript>;
  readonly hasSecret: (name: string) => boolean;
}

export interface AgentSettings {
  readonly agent: InventoryAgent;
  readonly text: string;
  readonly secrets: readonly SecretFile[];
}

/** A file on the device, and the name of the secret that it holds. */
export interface SecretFile {
  readonly path: string;
  readonly secret: string;
}

const HEAD = `# The settings of this device's agent (docs/agent.md), as \`cutover agent install\` made them from the inventory. What is changed
# here by hand stays: another installation replaces it only with --replace-settings.
`;

export function agentSettings(
  inputs: AgentSettingsInputs,
): { readonly settings: AgentSettings } | { readonly diagnostics: readonly Diagnostic[] } {
  const problems: Problems = { source: inputs.inventory.source, all: [] };
  const wanted = wantedOf(inputs, problems);
  if (wanted === undefined) return { diagnostics: problems.all };
  const files: SecretFile[] = [];
  const lines = [
    ...ownLines(inputs.device, wanted.agent),
    ...serverLines(inputs, wanted.agent, files),
    ...paramLines(inputs, problems, wanted, files),
  ];
  if (problems.all.length > 0) return { diagnostics: problems.all };
  const text = HEAD + lines.map((line) => `${line}\n`).join('');
  return { settings: { agent: wanted.agent, text, secrets: files } };
}

interface Wanted {
  readonly agent: InventoryAgent;
  readonly script: CheckedScript;
}

function wantedOf(inputs: AgentSettingsInputs, problems: Problems): Wanted | undefined {
  const { device, inventory, scripts } = inputs;
  const { agent } = device;
  for (const key of ['script', 'release', 'channel'] as const)
    if (agent?.[key] === undefined) lacks(problems, device, key);
  if (!/^[A-Za-z0-9._/+@:,-]+$/.test(device.home))
    finds(problems, 'E0712', device.span, `a crontab’s line can’t carry \`home\` ${device.home}`, {
      hint: 'letters, digits and `. _ / + @ : , -`',
    });
  if (inventory.servers.length === 0)
    report(problems, 'E0818', device.span, `the agent of \`${device.name}\` has nobody to ask`, {
      hint: 'name version servers under `servers` in the inventory',
    });
  if (agent?.script === undefined || problems.all.length > 0) return undefined;
  const script = scripts.get(agent.script);
  if (script?.platforms.includes(device.platform) === true) return { agent, script };
  const { span, name, platform } = device;
  if (script !== undefined)
    report(problems, 'E0807', span, `\`${script.name}\` is not for \`${platform}\`, as ${name} is`);
  else
    finds(problems, 'E0712', span, `no script \`${agent.script}\` is among those of --scripts`, {
      hint: nearestHint(agent.script, scripts.keys()),
    });
  return undefined;
}

function lacks(problems: Problems, { name, span }: InventoryDevice, key: string): void {
  const example = { script: 'umg', release: 'core', channel: 'stable' }[key] ?? '';
  finds(problems, 'E0708', span, `the agent of \`${name}\` has no \`${key}\``, {
    hint: `write \`agent: { ${key}: ${example} }\` for the device, or under \`defaults\``,
  });
}

/** What is wrong with the inventory for an agent alone. */
function finds(problems: Problems, code: string, span: Span, message: string, more: Saying): void {
  problems.all.push(diagnosticOf(problems.source, code, span, message, more));
}

function ownLines({ name, home, services }: InventoryDevice, agent: InventoryAgent): string[] {
  const more = (['jitter', 'unsigned', 'plain'] as const).flatMap((key) =>
    agent[key] === undefined ? [] : [`${key} ${agent[key]}`],
  );
  return [
    `name ${name}`,
    ...(['script', 'release', 'channel'] as const).map((key) => `${key} ${agent[key] ?? ''}`),
    `home ${home}`,
    ...(services === undefined ? [] : [`services ${services}`]),
    ...more,
  ];
}

function serverLines(
  { inventory }: AgentSettingsInputs,
  { settings }: InventoryAgent,
  files: SecretFile[],
): readonly string[] {
  return inventory.servers.map(({ url, user, password, weight }) => {
    const words = [`server ${url}`];
    if (weight !== undefined) words.push(`weight ${String(weight)}`);
    if (user !== undefined) words.push(`user ${user}`);
    if (password === undefined) return words.join(' ');
    const path = `${settings}.password-${password}`;
    if (files.every((file) => file.path !== path)) files.push({ path, secret: password });
    return [...words, `password-file ${path}`].join(' ');
  });
}

function paramLines(
  inputs: AgentSettingsInputs,
  problems: Problems,
  { agent, script }: Wanted,
  files: SecretFile[],
): readonly string[] {
  return script.params.flatMap((param) => {
    const given = inventoryValue(inputs.inventory, inputs.device, param.name);
    const value = ownValue(inputs, problems, inputs.device, param);
    if (given === undefined) return value === undefined ? without(inputs, problems, param) : [];
    if (param.type === 'secret') {
      const path = `${agent.settings}.secret-${param.name}`;
      files.push({ path, secret: String(given.value) });
      return [`secret ${param.name} ${path}`];
    }
    const items = typeof given.value === 'string' ? [given.value] : given.value;
    const problem = items.length === 0 ? 'an empty list' : items.map(lineProblem).find(Boolean);
    if (problem !== undefined)
      report(
        problems,
        'E0809',
        given.span,
        `\`${param.name}\`: ${problem} can’t be a settings line`,
      );
    return items.map((item) => `param ${param.name} ${item}`);
  });
}

/** A value goes to its line's end. */
function lineProblem(item: string): string | undefined {
  return /[\n\r\t]/.test(item) ? 'a text with a line’s end or a tab in it' : undefined;
}

function without(
  { device }: AgentSettingsInputs,
  problems: Problems,
  { name }: CheckedParam,
): readonly string[] {
  const message = `\`${device.agent?.script ?? ''}\` needs \`${name}\`, and \`${device.name}\` has no value for it`;
  report(problems, 'E0808', device.span, message, {
    hint: `put \`${name}\` under \`params\` in the inventory`,
  });
  return [];
}
