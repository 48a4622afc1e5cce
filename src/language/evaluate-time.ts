/** The longest time that steps can take: each has a bound, and nothing goes round without one. */
import type { CheckedFor, CheckedItem, Datum, Expression } from './checked.ts';
import type { Scope } from './evaluate-scope.ts';
import { limits } from './values/limits.ts';

const nothingKnown: Scope = { get: () => undefined };

/**
 * In milliseconds. Of two branches the longer; a loop as often as its list is long: known from the
 * scope (params), else as long as a list may be.
 */
export function longestMs(items: readonly CheckedItem[], scope: Scope = nothingKnown): number {
  return items.reduce((sum, item) => sum + longestOf(item, scope), 0);
}

function longestOf(item: CheckedItem, scope: Scope): number {
  switch (item.kind) {
    case 'step':
      return item.withinMs;
    case 'when':
      return Math.max(longestMs(item.then, scope), longestMs(item.otherwise, scope));
    case 'for':
      return listLength(item, scope) * longestMs(item.body, scope);
    case 'require':
    case 'let':
      return 0;
  }
}

function listLength(loop: CheckedFor, scope: Scope): number {
  return knownItems(loop.list, scope) ?? limits.listItems;
}

function knownItems(list: Expression, scope: Scope): number | undefined {
  if (list.kind === 'list') return list.items.length;
  const value: Datum | undefined =
    list.kind === 'constant' ? list.value : list.kind === 'read' ? scope.get(list.name) : undefined;
  return typeof value === 'object' ? value.length : undefined;
}
