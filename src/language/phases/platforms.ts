/** Which platforms a condition leaves, as far as it can be told from the text. */
import type { CheckedCondition, Expression } from '../checked.ts';

/** Whether it holds on a platform; nothing where other things decide. */
export function decideOn(
  condition: CheckedCondition | undefined,
  platform: string,
): boolean | undefined {
  switch (condition?.kind) {
    case 'not':
      return negate(decideOn(condition.test, platform));
    case 'and':
      return all(condition.tests.map((test) => decideOn(test, platform)));
    case 'or':
      return negate(all(condition.tests.map((test) => negate(decideOn(test, platform)))));
    case 'compare':
      return decideCompare(condition, platform);
    default:
      return undefined;
  }
}

function negate(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function all(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}

function decideCompare(
  { op, left, right }: Extract<CheckedCondition, { kind: 'compare' }>,
  platform: string,
): boolean | undefined {
  const other = isPlatform(left) ? right : isPlatform(right) && op !== 'in' ? left : undefined;
  if (other === undefined) return undefined;
  if (op === 'in' && other.kind === 'list')
    return other.items.every(isConstant)
      ? other.items.some((item) => valueOf(item) === platform)
      : undefined;
  if (!isConstant(other)) return undefined;
  if (op === '==') return valueOf(other) === platform;
  return op === '!=' ? valueOf(other) !== platform : undefined;
}

function isPlatform(expression: Expression): boolean {
  return expression.kind === 'read' && expression.name === 'device.platform';
}

function isConstant(expression: Expression): boolean {
  return expression.kind === 'constant';
}

function valueOf(expression: Expression): unknown {
  return expression.kind === 'constant' ? expression.value : undefined;
}
