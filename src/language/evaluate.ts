/**
 * What checked expressions are worth, given the values of names.
 *
 * Rule 1: pure and total on checked input: a missing name or a wrong kind of value is a Defect, since
 *         the checker has proved that it can't be.
 * Deliberately not here: where values come from (the interpreter's scope), how they travel (`render`).
 */
import type { CheckedCondition, Datum, Expression, ScalarType, Type } from './checked.ts';
import { defect } from './defect.ts';
import type { Scope } from './evaluate-scope.ts';
import { compareDebianVersions } from './values/debian-version.ts';
import { renderScalar } from './values/render.ts';
import { compareVersions } from './values/version.ts';

export type { Scope } from './evaluate-scope.ts';
export { longestMs } from './evaluate-time.ts';
export { narrow, type Narrowed } from './values/narrow.ts';
export { render } from './values/render.ts';
export { compareVersions } from './values/version.ts';

export function evaluate(expression: Expression, scope: Scope): Datum {
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'read':
      return scope.get(expression.name) ?? defect(`the name \`${expression.name}\` has no value`);
    case 'template':
      return expression.parts.map((part) => partText(part, scope)).join('');
    case 'list':
      return expression.items.map((item) => evaluate(item, scope));
  }
}

function partText(part: string | Expression, scope: Scope): string {
  if (typeof part === 'string') return part;
  const { type } = part;
  if (typeof type === 'object') return defect('a list stands in a text');
  return renderScalar(evaluate(part, scope), type);
}

export function holds(condition: CheckedCondition, scope: Scope): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.tests.every((test) => holds(test, scope));
    case 'or':
      return condition.tests.some((test) => holds(test, scope));
    case 'not':
      return !holds(condition.test, scope);
    case 'holds':
      return evaluate(condition.value, scope) === true;
    case 'compare':
      return comparison(condition, scope);
  }
}

type Comparison = Extract<CheckedCondition, { kind: 'compare' }>;

function comparison(condition: Comparison, scope: Scope): boolean {
  const left = evaluate(condition.left, scope);
  const right = evaluate(condition.right, scope);
  const { type } = condition.left;
  if (condition.op === 'in') return isIn(left, right, type);
  return decides[condition.op](compareData(left, right, type));
}

function isIn(item: Datum, list: Datum, type: Type): boolean {
  if (typeof list !== 'object') return defect('`in` wants a list');
  return list.some((other) => compareData(item, other, type) === 0);
}

const decides: Readonly<Record<Exclude<Comparison['op'], 'in'>, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Below zero, zero or above it, by the type's own order; texts by code units, which only says whether they are equal. */
export function compareData(left: Datum, right: Datum, type: Type): number {
  if (typeof left === 'object' || typeof right === 'object') return compareLists(left, right, type);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const order = orders[type as ScalarType];
  if (order !== undefined) return order(String(left), String(right));
  return left < right ? -1 : Number(left > right);
}

function compareLists(left: Datum, right: Datum, type: Type): number {
  if (typeof left !== 'object' || typeof right !== 'object' || typeof type !== 'object')
    return defect('a list is compared with what is none');
  for (const [at, item] of left.entries()) {
    const other = right[at];
    const order = other === undefined ? 1 : compareData(item, other, type.listOf);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

const orders: Readonly<Partial<Record<ScalarType, (left: string, right: string) => number>>> = {
  version: compareVersions,
  'debian-version': compareDebianVersions,
};
