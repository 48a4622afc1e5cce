/**
 * What people are shown of a step beside its word, so that two steps of one line can be told apart: which of its
 * values, and how each is written.
 *
 * Rule 1: a secret is never among them, and an artifact, or a file that a step gave, goes by its name.
 * Rule 2: characters are counted, not the units of this or that machine: an agent's shell shows the same (`causes.sh`).
 * Deliberately not here: what names are worth (the interpreter's scope, the agent's variables).
 */
import type { BoundArgument, CheckedStep, Datum, Expression, Type } from './checked.ts';
import { sayDuration, saySize } from './values/quantity.ts';

/** More than so many values hide what happens. */
const MOST_REST = 4;
/** A longer text is cut, and so much of its end is shown. */
const LONGEST = 60;
const SHOWN = 48;

export const CUT = '…';

/** One part of what is shown: a text as it stands, or what a value comes to. What comes to nothing is not shown. */
export type ShownPart =
  | { readonly label?: string; readonly text: string }
  | { readonly label?: string; readonly value: Expression };

export function shownParts({ arguments: given, rest }: CheckedStep): readonly ShownPart[] {
  const [first, second] = given;
  return [
    ...(first === undefined ? [] : [argumentPart(first)]),
    ...rest.slice(0, MOST_REST).map((value) => ({ value })),
    ...(rest.length > MOST_REST ? [{ text: CUT }] : []),
    ...(second === undefined ? [] : [{ label: `${second.param}:`, ...argumentPart(second) }]),
  ];
}

function argumentPart({ type, value }: BoundArgument): ShownPart {
  if (type === 'secret') return { text: isNone(value) ? '' : '(secret)' };
  if ((type === 'artifact' || type === 'file') && value.kind === 'read')
    return { text: value.name };
  return { value };
}

function isNone(value: Expression): boolean {
  return value.kind === 'constant' && value.value === '';
}

/** With units; a list on one line. */
export function shownDatum(datum: Datum, type: Type): string {
  if (typeof datum === 'object') {
    const inner = typeof type === 'object' ? type.listOf : type;
    return datum.map((item) => shownDatum(item, inner)).join(' ');
  }
  if (typeof datum === 'number' && type === 'size') return saySize(datum);
  if (typeof datum === 'number' && type === 'duration') return sayDuration(datum);
  return String(datum);
}

/** One line; of a long path its end says most. */
export function shortened(text: string): string {
  if (text.includes('\n')) return CUT;
  return cutTo(text, LONGEST, SHOWN);
}

/** A text of more than so many characters is only its end, with a mark before it. */
export function cutTo(text: string, longest: number, shown: number): string {
  const characters = Array.from(text);
  return characters.length > longest ? CUT + characters.slice(-shown).join('') : text;
}
