/** What stands in blocks, but for statements. */
import type { CstNode } from 'chevrotain';
import type {
  Condition,
  ForNode,
  Item,
  LetNode,
  ParamNode,
  PhaseNode,
  RequireNode,
  WhenNode,
} from '../tree.ts';
import type { Builder } from './builder.ts';
import { buildCondition } from './condition.ts';
import { nameOf, nodeOf, spanOf, tokenOf } from './cst.ts';
import { buildGivenName } from './given-name.ts';
import { buildReading, buildStatement } from './statement.ts';
import { buildMember, buildUnit } from './unit.ts';
import { buildPrimary, buildTextNode, buildType } from './value.ts';

type Build = (builder: Builder, node: CstNode) => Item | undefined;

const builders: Readonly<Record<string, Build>> = {
  phase: buildPhase,
  statement: buildStatement,
  reading: buildReading,
  param: buildParam,
  let: buildLet,
  when: buildWhen,
  for: buildFor,
  require: buildRequire,
  unit: buildUnit,
  member: buildMember,
};

/** Nothing where an error left too little of it. */
export function buildItem(builder: Builder, node: CstNode): Item | undefined {
  return builders[node.name]?.(builder, node);
}

function buildPhase(builder: Builder, node: CstNode): PhaseNode | undefined {
  const name = nameOf(tokenOf(node, 'Name'));
  const body = builder.buildBlock(builder, nodeOf(node, 'block'));
  return name && body && { kind: 'block', name, body, span: spanOf(node) };
}

function buildParam(builder: Builder, node: CstNode): ParamNode | undefined {
  const name = buildGivenName(builder, tokenOf(node, 'Name'));
  const type = buildType(nodeOf(node, 'type'));
  if (name === undefined || type === undefined) return undefined;
  const hasLimit = tokenOf(node, '"in"') !== undefined;
  const limit = hasLimit ? buildPrimary(builder, nodeOf(node, 'primary')) : undefined;
  const hasValue = tokenOf(node, 'Equals') !== undefined;
  const value = hasValue
    ? buildPrimary(builder, nodeOf(node, 'primary', hasLimit ? 1 : 0))
    : undefined;
  const rest = tokenOf(node, '"rest"') !== undefined;
  const param = { kind: 'param', rest, name, type, span: spanOf(node) } as const;
  return { ...param, ...(limit && { limit }), ...(value && { value }) };
}

function buildLet(builder: Builder, node: CstNode): LetNode | undefined {
  const name = buildGivenName(builder, tokenOf(node, 'Name'));
  const value = buildPrimary(builder, nodeOf(node, 'primary'));
  if (name === undefined || value === undefined) return undefined;
  const condition = buildCondition(builder, nodeOf(node, 'condition'));
  const otherwise = buildPrimary(builder, nodeOf(node, 'primary', 1));
  const choice = condition && otherwise && { condition, otherwise };
  return { kind: 'let', name, value, span: spanOf(node), ...(choice && { choice }) };
}

function buildWhen(builder: Builder, node: CstNode): WhenNode | undefined {
  const body = builder.buildBlock(builder, nodeOf(node, 'block'));
  if (body === undefined) return undefined;
  const span = spanOf(node);
  const condition = buildCondition(builder, nodeOf(node, 'condition')) ?? unreadable(span.start);
  const otherwise = builder.buildBlock(builder, nodeOf(node, 'block', 1));
  return { kind: 'when', condition, body, span, ...(otherwise && { otherwise }) };
}

/** Stands in for a condition that has been reported, so that its block is still looked at. */
function unreadable(at: number): Condition {
  const span = { start: at, end: at };
  return { kind: 'holds', value: { kind: 'boolean', value: true, span }, span };
}

function buildFor(builder: Builder, node: CstNode): ForNode | undefined {
  const name = buildGivenName(builder, tokenOf(node, 'Name'));
  const list = buildPrimary(builder, nodeOf(node, 'primary'));
  const body = builder.buildBlock(builder, nodeOf(node, 'block'));
  return name && list && body && { kind: 'for', name, list, body, span: spanOf(node) };
}

function buildRequire(builder: Builder, node: CstNode): RequireNode | undefined {
  const condition = buildCondition(builder, nodeOf(node, 'condition'));
  const otherwise = buildTextNode(builder, nodeOf(node, 'text'));
  return condition && otherwise && { kind: 'require', condition, otherwise, span: spanOf(node) };
}
