/** Conditions: what is compared is of one type, and an order is asked only of what has one. */
import type { CheckedCondition, Type } from '../checked.ts';
import { find } from '../findings.ts';
import { nearestHint } from '../nearest.ts';
import type { Condition, Primary, Test } from '../tree.ts';
import { commonType, isTextual, ordered } from './fit.ts';
import { typeOfValue, type Typing } from './infer.ts';
import { lowerValue } from './lower-value.ts';
import { sayA, sayType } from './type-names.ts';

/** A condition's surroundings; `platforms` are the script's. */
export interface Conditional {
  readonly typing: Typing;
  readonly platforms: readonly string[];
}

export function lowerCondition(
  condition: Condition,
  around: Conditional,
): CheckedCondition | undefined {
  switch (condition.kind) {
    case 'logic':
      return lowerTests(condition.op, condition.tests, around);
    case 'not': {
      const test = lowerCondition(condition.test, around);
      return test && { kind: 'not', test };
    }
    case 'holds':
      return lowerHolds(condition.value, around.typing);
    case 'compare':
      return lowerCompare(condition, around);
  }
}

function lowerTests(
  kind: 'and' | 'or',
  tests: readonly Condition[],
  around: Conditional,
): CheckedCondition | undefined {
  const lowered = tests.map((test) => lowerCondition(test, around));
  const known = lowered.filter((test) => test !== undefined);
  return known.length < tests.length ? undefined : { kind, tests: known };
}

function lowerHolds(value: Primary, typing: Typing): CheckedCondition | undefined {
  const type = typeOfValue(value, typing);
  if (type !== 'boolean' && (type !== undefined || value.kind !== 'reference')) {
    find(typing.findings, 'E0415', value.span, 'this is no condition', {
      why: 'a value alone is one only if it is `true` or `false`',
      hint: 'compare it with something',
    });
    return undefined;
  }
  const lowered = lowerValue(value, 'boolean', typing);
  return lowered && { kind: 'holds', value: lowered };
}

type Compare = Extract<Test, { kind: 'compare' }>;

function lowerCompare(node: Compare, around: Conditional): CheckedCondition | undefined {
  const { typing } = around;
  const left = typeOfValue(node.left, typing);
  const right = typeOfValue(node.right, typing);
  if (isUnclear(node.left, left) || isUnclear(node.right, right)) return undefined;
  if (left === 'secret' || right === 'secret') return secretCompared(node, typing);
  if (node.op === 'in') return lowerIn(node, left, right, typing);
  const type = comparedAs(left, right);
  if (type === undefined) return incomparable(node, left ?? 'text', right ?? 'text', typing);
  if (node.op !== '==' && node.op !== '!=' && !ordered.includes(type))
    return unordered(node, type, typing);
  complainOfPlatform(node, around);
  return compare(node, type, type, typing);
}

function isUnclear(value: Primary, type: Type | undefined): boolean {
  return value.kind === 'reference' && type === undefined;
}

/** A literal takes the other side's type. */
function comparedAs(left: Type | undefined, right: Type | undefined): Type | undefined {
  const type =
    left !== undefined && right !== undefined ? commonType(left, right) : (left ?? right ?? 'text');
  return type === 'file' || type === 'artifact' ? undefined : type;
}

function lowerIn(
  node: Compare,
  left: Type | undefined,
  right: Type | undefined,
  typing: Typing,
): CheckedCondition | undefined {
  if (
    (right !== undefined && typeof right !== 'object') ||
    (right === undefined && node.right.kind !== 'list')
  ) {
    find(typing.findings, 'E0426', node.right.span, '`in` wants a list', {
      hint: 'a list stands in brackets: `[a, b]`',
    });
    return undefined;
  }
  const type = comparedAs(left, typeof right === 'object' ? right.listOf : undefined);
  if (typeof type !== 'string') return incomparable(node, left ?? 'text', right ?? 'text', typing);
  return compare(node, type, { listOf: type }, typing);
}

function compare(
  node: Compare,
  left: Type,
  right: Type,
  typing: Typing,
): CheckedCondition | undefined {
  const lowered = [
    lowerValue(node.left, left, typing),
    lowerValue(node.right, right, typing),
  ] as const;
  if (lowered[0] === undefined || lowered[1] === undefined) return undefined;
  return { kind: 'compare', op: node.op, left: lowered[0], right: lowered[1] };
}

function incomparable(
  node: Compare,
  left: Type,
  right: Type,
  { findings }: Typing,
): CheckedCondition | undefined {
  find(findings, 'E0404', node.span, `${sayA(left)} can’t be compared with ${sayA(right)}`, {
    why: 'only values of one type are compared',
  });
  return undefined;
}

function unordered(node: Compare, type: Type, { findings }: Typing): CheckedCondition | undefined {
  find(findings, 'E0405', node.span, `one ${sayType(type)} is not \`${node.op}\` another`, {
    why: `only ${ordered.map(sayType).join(', ')} have an order`,
    hint: isTextual(type) ? 'narrow it where it is given, such as `as found: version`' : undefined,
  });
  return undefined;
}

function secretCompared(node: Compare, { findings }: Typing): CheckedCondition | undefined {
  find(findings, 'E0416', node.span, 'a secret stands in a condition', {
    why: 'whether it holds would tell something of the secret',
  });
  return undefined;
}

/** `device.platform == "windwos"` would never hold, and nobody would notice. */
function complainOfPlatform({ left, right }: Compare, { platforms, typing }: Conditional): void {
  const isPlatform = (value: Primary): boolean =>
    value.kind === 'reference' && typing.binding.symbolOf.get(value)?.name === 'device.platform';
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const text =
      other.kind === 'text' && other.parts.every((part) => typeof part === 'string')
        ? other.parts.join('')
        : undefined;
    if (!isPlatform(one) || text === undefined || platforms.includes(text)) continue;
    find(typing.findings, 'E0311', other.span, `this script is not for \`${text}\``, {
      why: `its platforms are ${platforms.join(', ')}`,
      hint: nearestHint(text, platforms),
    });
  }
}
