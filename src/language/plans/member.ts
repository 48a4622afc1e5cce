/** `"umg-*" runs umg with root: "/opt/umg2" accepts "burns a fuse"` */
import type { CheckedItem, CheckedMember, CheckedScript } from '../checked.ts';
import { find, type Findings } from '../findings.ts';
import { nearestHint } from '../nearest.ts';
import { lineOf } from '../source.ts';
import type { Argument, MemberNode, UnitNode } from '../tree.ts';
import { complainOfChoice } from '../types/choices.ts';
import { fixedValue } from '../types/fixed-value.ts';
import { shapeProblem } from '../values/shapes.ts';
import { plainText } from '../types/plain-text.ts';
import type { PlainText } from './statements.ts';
import type { PlanReading } from './plan-reading.ts';

export function readMember(
  node: MemberNode,
  unit: UnitNode,
  { findings, scripts }: PlanReading,
): CheckedMember | undefined {
  const pattern = { text: plainText(node.pattern, findings), span: node.pattern.span };
  if (node.group) complainOfGroup(pattern, findings);
  else complainOfPattern(pattern, findings);
  if (!scripts.has(node.script.text)) {
    find(findings, 'E1007', node.script.span, `unknown script \`${node.script.text}\``, {
      why:
        scripts.size === 0
          ? 'no script was given, and none of this name lies in the plan’s folder'
          : `scripts given are ${[...scripts.keys()].join(', ')}`,
      hint:
        nearestHint(node.script.text, scripts.keys()) ??
        'put its file into the plan’s folder, or name it too',
    });
    return undefined;
  }
  const script = scripts.get(node.script.text);
  const accepts = node.accepts && plainText(node.accepts, findings);
  if (script === undefined) return undefined;
  complainOfIrreversible(node, unit, accepts, script, findings);
  return {
    group: node.group,
    pattern: pattern.text,
    script: node.script.text,
    with: readWith(node.with, script, findings),
    ...(accepts !== undefined && { accepts }),
    place: { line: lineOf(findings.source, node.span), span: node.span },
  };
}

export function complainOfPattern({ text, span }: PlainText, findings: Findings): void {
  if (/^[A-Za-z0-9_*?][A-Za-z0-9_.*?-]{0,252}$/.test(text)) return;
  find(findings, 'E1008', span, 'this matches no device’s name', {
    why: 'letters, digits, `_`, `.` and `-` are themselves, `*` is any run of them, `?` any one',
  });
}

function complainOfGroup({ text, span }: PlainText, findings: Findings): void {
  const problem = shapeProblem(text, 'name');
  if (problem !== undefined)
    find(findings, 'E1008', span, 'no group is called so', { label: problem });
}

function readWith(
  values: readonly Argument[],
  script: CheckedScript,
  findings: Findings,
): CheckedMember['with'] {
  const seen = new Map<string, Argument>();
  return values.flatMap((argument) => {
    const name = argument.label?.text ?? '';
    const before = seen.get(name);
    seen.set(name, before ?? argument);
    if (before !== undefined) {
      find(findings, 'E1003', argument.span, `\`${name}:\` stands twice`, {
        others: [{ span: before.span, text: 'first here' }],
      });
      return [];
    }
    return readValue(argument, name, script, findings);
  });
}

function readValue(
  argument: Argument,
  name: string,
  script: CheckedScript,
  findings: Findings,
): CheckedMember['with'] {
  const param = script.params.find((known) => known.name === name);
  if (param === undefined) {
    find(
      findings,
      'E1009',
      argument.label?.span ?? argument.span,
      `\`${script.name}\` has no param \`${name}\``,
      {
        why:
          script.params.length === 0
            ? 'it has no params'
            : `it has ${script.params.map((known) => known.name).join(', ')}`,
        hint: nearestHint(
          name,
          script.params.map((known) => known.name),
        ),
      },
    );
    return [];
  }
  if (param.type === 'secret') {
    find(findings, 'E0417', argument.span, 'a plan sets no secrets', {
      why: 'a secret comes only from the store that the inventory names',
    });
    return [];
  }
  const value = fixedValue(argument.value, param.type, findings);
  if (value === undefined) return [];
  if (param.limit !== undefined)
    complainOfChoice(
      { kind: 'constant', type: param.type, value },
      param.limit,
      name,
      argument.value.span,
      findings,
    );
  return [{ param: name, value, type: param.type }];
}

function complainOfIrreversible(
  node: MemberNode,
  unit: UnitNode,
  accepts: string | undefined,
  script: CheckedScript,
  findings: Findings,
): void {
  const reasons = new Set(reasonsIn(script.phases.switch ?? []));
  const { span } = node.accepts ?? node;
  if (reasons.size === 0) {
    if (accepts !== undefined)
      find(findings, 'E1010', span, `\`${script.name}\` can be undone as a whole`, {
        why: 'there is nothing to accept',
        hint: 'leave `accepts` out',
      });
    return;
  }
  const list = [...reasons]
    .map((reason) => `\`irreversible ${JSON.stringify(reason)}\``)
    .join(' and ');
  if (unit.mode === 'linked')
    find(findings, 'E1011', node.script.span, `\`${script.name}\` can’t be undone as a whole`, {
      why: `it says ${list}; in a linked unit all must be able to go back`,
      hint: 'run it in a `separate` unit',
    });
  else if (accepts === undefined || [...reasons].some((reason) => reason !== accepts))
    find(
      findings,
      'E1012',
      span,
      `the plan must accept what \`${script.name}\` can’t undo, word by word`,
      {
        why: `it says ${list}`,
        hint: `write \`accepts ${JSON.stringify([...reasons][0])}\``,
      },
    );
}

function reasonsIn(items: readonly CheckedItem[]): readonly string[] {
  return items.flatMap((item) => {
    if (item.kind === 'step') return item.wayBack.by === 'never' ? [item.wayBack.because] : [];
    if (item.kind === 'when') return [...reasonsIn(item.then), ...reasonsIn(item.otherwise)];
    return item.kind === 'for' ? reasonsIn(item.body) : [];
  });
}
