/** Ties the names inside values and conditions, and remembers what each place takes. */
import type { Type } from '../checked.ts';
import { commonType, holeTypes, isTextual, textual } from '../types/fit.ts';
import { saidType } from '../types/infer.ts';
import type { Condition, Primary, ReferenceNode, Test, TextNode } from '../tree.ts';
import type { Walk } from './walk.ts';
import { resolve } from './scope.ts';
import type { Wants } from './symbols.ts';

export function bindValue(walk: Walk, value: Primary, wants: Wants): void {
  switch (value.kind) {
    case 'reference':
      return bindReference(walk, value, () => thatFit(wants()));
    case 'text':
      return bindText(walk, value, wants);
    case 'list':
      for (const item of value.items) bindValue(walk, item, () => itemsOf(wants()));
      return;
    default:
      return;
  }
}

function bindReference(walk: Walk, node: ReferenceNode, wants: Wants): void {
  const symbol = resolve(node, walk);
  if (symbol === undefined) return;
  walk.binding.symbolOf.set(node, symbol);
  symbol.uses.push({ span: node.span, wants });
}

function bindText(walk: Walk, text: TextNode, wants: Wants): void {
  for (const [at, part] of text.parts.entries()) {
    if (typeof part === 'string') continue;
    bindReference(walk, part, () => inHole(wants(), at === 0));
  }
}

/** Types of names that fit where one of these is wanted, as far as a `let` can be of them. */
function thatFit(wanted: readonly Type[] | undefined): readonly Type[] | undefined {
  return wanted?.flatMap((want): readonly Type[] => {
    if (want === 'text') return ['text', ...textual.filter((type) => type !== 'text')];
    if (typeof want === 'object' && want.listOf === 'text')
      return textual.map((listOf) => ({ listOf }));
    return [want];
  });
}

/** A path that begins with a hole begins with a path. */
function inHole(wanted: readonly Type[] | undefined, first: boolean): readonly Type[] | undefined {
  return wanted?.flatMap((want): readonly Type[] => {
    if (typeof want === 'object') return [];
    return want === 'path' && first ? ['path'] : holeTypes(want);
  });
}

function itemsOf(wanted: readonly Type[] | undefined): readonly Type[] | undefined {
  return wanted?.flatMap((want) => (typeof want === 'object' ? [want.listOf] : []));
}

export function bindCondition(walk: Walk, condition: Condition): void {
  switch (condition.kind) {
    case 'logic':
      for (const test of condition.tests) bindCondition(walk, test);
      return;
    case 'not':
      return bindCondition(walk, condition.test);
    case 'holds':
      return bindValue(walk, condition.value, () => ['boolean']);
    case 'compare':
      return bindCompare(walk, condition);
  }
}

/** Each side wants what the other says; two that say nothing are left to their other uses. */
function bindCompare(walk: Walk, { op, left, right }: Extract<Test, { kind: 'compare' }>): void {
  const said = (value: Primary): Type | undefined => saidType(value, walk.binding);
  bindValue(walk, left, () => {
    const type = said(right);
    if (type === undefined) return undefined;
    if (op !== 'in') return comparable(type);
    return typeof type === 'object' ? comparable(type.listOf) : undefined;
  });
  bindValue(walk, right, () => {
    const type = said(left);
    if (type === undefined || typeof type === 'object') return undefined;
    return op === 'in' ? [{ listOf: type }] : comparable(type);
  });
}

function comparable(type: Type): readonly Type[] {
  return isTextual(type)
    ? textual.filter((other) => commonType(other, type) !== undefined)
    : [type];
}
