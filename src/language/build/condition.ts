/** Conditions. */
import type { CstNode } from 'chevrotain';
import type { Condition, Primary, Test } from '../tree.ts';
import { complain } from './builder.ts';
import type { Builder } from './builder.ts';
import { nodeOf, nodesOf, spanOf, tokenOf } from './cst.ts';
import { buildPrimary } from './value.ts';

type Operator = Extract<Test, { readonly kind: 'compare' }>['op'];

export function buildCondition(builder: Builder, node: CstNode | undefined): Condition | undefined {
  if (node === undefined) return undefined;
  const tests = nodesOf(node, 'test')
    .map((test) => buildTest(builder, test))
    .filter((test) => test !== undefined);
  const op = tokenOf(node, '"or"') === undefined ? 'and' : 'or';
  return tests.length > 1 ? { kind: 'logic', op, tests, span: spanOf(node) } : tests[0];
}

function buildTest(builder: Builder, node: CstNode): Condition | undefined {
  const left = buildOperand(builder, nodeOf(node, 'operand'));
  const right = nodeOf(node, 'operand', 1);
  if (left === undefined) return undefined;
  const test = right === undefined ? left : buildComparison(builder, node, left, right);
  if (test === undefined || tokenOf(node, '"not"') === undefined) return test;
  return { kind: 'not', test, span: spanOf(node) };
}

function buildOperand(builder: Builder, node: CstNode | undefined): Condition | undefined {
  const inner = nodeOf(node, 'condition');
  if (inner !== undefined) return buildCondition(builder, inner);
  const value = buildPrimary(builder, nodeOf(node, 'primary'));
  return value === undefined ? undefined : { kind: 'holds', value, span: value.span };
}

function buildComparison(
  builder: Builder,
  node: CstNode,
  first: Condition,
  second: CstNode,
): Condition | undefined {
  const op = (tokenOf(node, 'Compare') ?? tokenOf(node, '"in"'))?.image as Operator | undefined;
  const left = valueIn(builder, first);
  const right = valueIn(builder, buildOperand(builder, second));
  if (op === undefined || left === undefined || right === undefined) return undefined;
  return {
    kind: 'compare',
    op,
    left,
    right,
    span: { start: left.span.start, end: right.span.end },
  };
}

/** Brackets around one value change nothing; around a condition they can't be compared. */
function valueIn(builder: Builder, operand: Condition | undefined): Primary | undefined {
  if (operand === undefined || operand.kind === 'holds') return operand?.value;
  complain(builder, 'E0117', operand.span, {
    message: "a condition can't be compared; only values can",
    hint: 'join conditions with `and`, `or` and `not`',
  });
  return undefined;
}
