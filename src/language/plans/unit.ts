/** A plan's unit: its members, their order, its bounds. */
import type { CheckedUnit, Precedence } from '../checked.ts';
import { find, type Findings } from '../findings.ts';
import { nearestHint } from '../nearest.ts';
import { lineOf } from '../source.ts';
import type { Item, MemberNode, StatementNode, UnitNode } from '../tree.ts';
import { limits } from '../values/limits.ts';
import { complainOfCycle } from './cycle.ts';
import { complainOfPattern, readMember } from './member.ts';
import type { PlanReading } from './plan-reading.ts';
import { plainText } from '../types/plain-text.ts';
import { textOf } from './statements.ts';
import { unbuiltSetting } from './unbuilt-settings.ts';

interface Order extends Precedence {
  readonly node: StatementNode;
}

interface UnitParts {
  readonly members: MemberNode[];
  readonly prepare: Order[];
  readonly switch: Order[];
  readonly once: Map<string, StatementNode>;
  skewMs?: number;
  voteWithinMs?: number;
}

export function readUnit(node: UnitNode, reading: PlanReading): CheckedUnit {
  const { findings } = reading;
  const parts: UnitParts = { members: [], prepare: [], switch: [], once: new Map() };
  for (const item of node.body.items) sortItem(item, parts, node, findings);
  if (parts.members.length === 0)
    find(findings, 'E1005', node.title.span, 'this unit has no member', {
      hint: 'add `"GLOB" runs SCRIPT`',
    });
  complainOfCycle(parts.prepare, 'prepare', findings);
  complainOfCycle(parts.switch, 'switch', findings);
  complainOfRepeats(parts.members, findings);
  const { skewMs, voteWithinMs } = parts;
  return {
    mode: node.mode,
    title: plainText(node.title, findings),
    ...(node.by && { by: node.by.text }),
    members: parts.members
      .map((member) => readMember(member, node, reading))
      .filter((member) => member !== undefined),
    prepareOrder: parts.prepare.map(({ first, then }) => ({ first, then })),
    switchOrder: parts.switch.map(({ first, then }) => ({ first, then })),
    ...(skewMs !== undefined && { skewMs }),
    ...(voteWithinMs !== undefined && { voteWithinMs }),
    place: { line: lineOf(findings.source, node.span), span: node.span },
  };
}

function sortItem(item: Item, parts: UnitParts, unit: UnitNode, findings: Findings): void {
  if (item.kind === 'member') parts.members.push(item);
  else if (item.kind === 'statement') readSetting(item, parts, unit, findings);
  else
    find(findings, 'E1001', item.span, 'this has no place in a unit', {
      why: 'a unit has members, their order, `skew` and `vote within`',
    });
}

const words = ['prepare', 'switch', 'skew', 'vote'];

function readSetting(
  node: StatementNode,
  parts: UnitParts,
  unit: UnitNode,
  findings: Findings,
): void {
  if (unbuiltSetting(node, findings)) return;
  const { text, span } = node.word;
  if (!words.includes(text))
    return find(findings, 'E1001', span, `\`${text}\` is no setting of a unit`, {
      why: `a unit has members, ${words.join(', ')}`,
      hint: nearestHint(text, [...words, 'runs']),
    });
  if (unit.mode === 'separate' && text !== 'vote')
    find(findings, 'E1006', span, `\`${text}\` has no meaning in a separate unit`, {
      why: 'each of its devices is a unit of its own, so there is no order between them',
    });
  if (text === 'prepare' || text === 'switch') readOrder(node, parts[text], findings);
  else readBound(node, text === 'skew' ? 'skewMs' : 'voteWithinMs', parts, findings);
}

function readOrder(node: StatementNode, orders: Order[], findings: Findings): void {
  const first = textOf(node, undefined, findings);
  const then = textOf(node, 'before', findings);
  if (
    first === undefined ||
    then === undefined ||
    node.arguments.length !== 2 ||
    node.modifiers.length > 0
  )
    return find(findings, 'E1004', node.span, `\`${node.word.text}\` is written wrongly`, {
      hint: `write \`${node.word.text} "GLOB" before: "GLOB"\``,
    });
  complainOfPattern(first, findings);
  complainOfPattern(then, findings);
  orders.push({ first: first.text, then: then.text, node });
}

/** `skew 2s`, `vote within 20m` */
function readBound(
  node: StatementNode,
  which: 'skewMs' | 'voteWithinMs',
  parts: UnitParts,
  findings: Findings,
): void {
  const { text } = node.word;
  const before = parts.once.get(text);
  if (before !== undefined)
    return find(findings, 'E1003', node.span, `\`${text}\` stands twice`, {
      others: [{ span: before.span, text: 'first here' }],
    });
  parts.once.set(text, node);
  const ms = which === 'skewMs' ? bareDuration(node) : withinDuration(node);
  if (ms === undefined || ms <= 0 || ms > limits.stepMs)
    return find(findings, 'E1004', node.span, `\`${text}\` is written wrongly`, {
      hint:
        which === 'skewMs'
          ? 'write `skew 2s`, a day at most'
          : 'write `vote within 20m`, a day at most',
    });
  parts[which] = ms;
}

function bareDuration({ arguments: values, modifiers }: StatementNode): number | undefined {
  const [only, ...more] = values;
  if (more.length > 0 || modifiers.length > 0 || only?.label !== undefined) return undefined;
  return only?.value.kind === 'duration' ? only.value.value : undefined;
}

function withinDuration({ arguments: values, modifiers }: StatementNode): number | undefined {
  const [only, ...more] = modifiers;
  if (values.length > 0 || more.length > 0 || only?.kind !== 'within') return undefined;
  return only.limit.value;
}

function complainOfRepeats(members: readonly MemberNode[], findings: Findings): void {
  const seen = new Map<string, MemberNode>();
  for (const member of members) {
    const key = `${String(member.group)} ${plainText(member.pattern, findings)}`;
    const before = seen.get(key);
    seen.set(key, before ?? member);
    if (before !== undefined)
      find(findings, 'E1003', member.pattern.span, 'this member stands twice', {
        others: [{ span: before.pattern.span, text: 'first here' }],
        why: 'a device takes part once, with one script',
      });
  }
}
