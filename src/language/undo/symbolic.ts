/**
 * Values as far as they are known from the text, so that two of them can be held together.
 *
 * Rule 1: a name that only the run knows stands as a mark that equals itself and nothing else for sure.
 * Rule 2: `covers` says yes only where it is so for every value of every name; `mayOverlap` says no only then.
 */
import type { Datum, Expression, Type } from '../checked.ts';

/** A text in which each unknown name stands between two marks, which no value can hold. */
export type Symbolic = string;

/** A path may be any number of segments, everything else is within one. */
const pathMark = '\u0001';
const plainMark = '\0';

export function unknown(name: string, type: Type): Symbolic {
  const mark = type === 'path' ? pathMark : plainMark;
  return `${mark}${name}${mark}`;
}

/** What `let`s are worth, by name. */
export type Known = ReadonlyMap<string, Expression>;

export function symbolic(expression: Expression, known: Known): Symbolic {
  switch (expression.kind) {
    case 'constant':
      return sayDatum(expression.value);
    case 'read': {
      const value = known.get(expression.name);
      return value === undefined
        ? unknown(expression.name, expression.type)
        : symbolic(value, known);
    }
    case 'template':
      return expression.parts
        .map((part) => (typeof part === 'string' ? part : symbolic(part, known)))
        .join('');
    case 'list':
      return expression.items.map((item) => symbolic(item, known)).join('\n');
  }
}

function sayDatum(value: Datum): string {
  return typeof value === 'object' ? value.map(sayDatum).join('\n') : String(value);
}

/** One expression for each item of a list, or the one that is none; nothing where the items aren't known. */
export function itemsOf(expression: Expression, known: Known): readonly Expression[] | undefined {
  const { type } = expression;
  if (typeof type !== 'object') return [expression];
  if (expression.kind === 'list') return expression.items;
  if (expression.kind === 'constant' && typeof expression.value === 'object')
    return expression.value.map((value) => ({ kind: 'constant', type: type.listOf, value }));
  const value = expression.kind === 'read' ? known.get(expression.name) : undefined;
  return value === undefined ? undefined : itemsOf(value, known);
}

/** Whether a folder is the path, or holds it, whatever the names are. */
export function covers(folder: Symbolic, path: Symbolic): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

export function mentions(value: Symbolic, name: string): boolean {
  return value.includes(unknown(name, 'text')) || value.includes(unknown(name, 'path'));
}

/** Whether one may be the other or lie in it, for some values of the names. Two paths differ if they do at some segment. */
export function mayOverlap(a: Symbolic, b: Symbolic): boolean {
  const left = a.split('/');
  const right = b.split('/');
  for (const [at, one] of left.entries()) {
    const other = right[at];
    if (other === undefined) return true;
    if (one === other) continue;
    if (one.includes(pathMark) || other.includes(pathMark)) return true;
    if (!one.includes(plainMark) && !other.includes(plainMark)) return false;
  }
  return true;
}
