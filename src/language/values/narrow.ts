/**
 * Text from outside the language (what a step gives, a param in an inventory) read as a type.
 *
 * Rule 1: the same shapes as for literals; nothing is mended but blanks around it, and nothing at all in a `text`.
 */
import type { Datum, ScalarType, Type } from '../checked.ts';
import { limits } from './limits.ts';
import { readDuration, readSize } from './quantity.ts';
import { shapeProblem } from './shapes.ts';

export type Narrowed =
  | { readonly ok: true; readonly value: Datum }
  /** Why not; a clause for people, to stand after the value: `it is not a version …`. */
  | { readonly ok: false; readonly problem: string };

/** Reads run-time text as a type. A list is a line for each item. */
export function narrow(text: string, type: Type): Narrowed {
  if (typeof type === 'object') return narrowList(text, type.listOf);
  if (type === 'text') return shaped(text, type);
  const trimmed = text.trim();
  const read = readers[type];
  return read === undefined ? shaped(trimmed, type) : read(trimmed);
}

function narrowList(text: string, of: ScalarType): Narrowed {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length > limits.listItems) return no(`a list has at most ${limits.listItems} items`);
  const items: Datum[] = [];
  for (const line of lines) {
    const item = narrow(line, of);
    if (!item.ok) return item;
    items.push(item.value);
  }
  return yes(items);
}

const readers: Readonly<Partial<Record<ScalarType, (text: string) => Narrowed>>> = {
  integer: (text) => {
    const value = Number(text);
    if (!/^-?\d{1,15}$/.test(text)) return no('it is not an integer');
    return Math.abs(value) <= limits.integer
      ? yes(value)
      : no(`an integer is at most ${limits.integer}`);
  },
  boolean: (text) =>
    text === 'true' || text === 'false'
      ? yes(text === 'true')
      : no('it is neither `true` nor `false`'),
  size: (text) =>
    quantity(
      /^\d{1,15}$/.test(text) ? Number(text) : readSize(text),
      'a size such as `2GiB`, or bytes',
    ),
  duration: (text) =>
    quantity(
      /^\d{1,12}$/.test(text) ? Number(text) * 1_000 : readDuration(text),
      'a duration such as `30s`, or seconds',
    ),
  secret: () => no('a secret comes only from the store'),
  artifact: () => no('an artifact comes only from the release'),
};

function quantity(value: number | undefined, wanted: string): Narrowed {
  return value === undefined ? no(`it is not ${wanted}`) : yes(value);
}

function shaped(text: string, type: ScalarType): Narrowed {
  const problem = shapeProblem(text, type);
  return problem === undefined ? yes(text) : no(problem);
}

function yes(value: Datum): Narrowed {
  return { ok: true, value };
}

function no(problem: string): Narrowed {
  return { ok: false, problem };
}
