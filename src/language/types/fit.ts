/**
 * Which type fits where.
 *
 * Rule 1: a value stands where its own type is wanted, and as a text where a text is wanted.
 * Rule 2: a secret fits only a secret; a file only a file, or a text (its path).
 */
import type { ScalarType, Type } from '../checked.ts';
import { sameType } from './type-names.ts';

/** Types that a text literal can be read as; of several that its uses allow, the first that it looks like. */
export const textual: readonly ScalarType[] = [
  'text',
  'path',
  'name',
  'version',
  'host',
  'url',
  'debian-version',
];

const saidAsText: readonly ScalarType[] = [
  ...textual,
  'integer',
  'boolean',
  'size',
  'duration',
  'file',
];

export function isTextual(type: Type): boolean {
  return typeof type === 'string' && textual.includes(type);
}

export function fits(have: Type, want: Type): boolean {
  if (sameType(have, want)) return true;
  if (typeof have === 'object' || typeof want === 'object')
    return (
      typeof have === 'object' &&
      typeof want === 'object' &&
      want.listOf === 'text' &&
      isTextual(have.listOf)
    );
  return want === 'text' && saidAsText.includes(have);
}

/** What may stand in a hole of a text of each type. */
const holes: Readonly<Partial<Record<ScalarType, readonly ScalarType[]>>> = {
  text: saidAsText,
  path: ['path', 'name', 'version', 'integer'],
  name: ['name', 'version', 'integer'],
  host: ['host', 'integer'],
  url: ['url', 'host', 'name', 'version', 'integer', 'path'],
  version: ['version', 'integer'],
  'debian-version': ['version', 'debian-version', 'integer'],
  secret: ['secret', ...saidAsText],
};

export function holeTypes(want: ScalarType): readonly ScalarType[] {
  return holes[want] ?? [];
}

/** Types whose values have an order. */
export const ordered: readonly Type[] = [
  'version',
  'debian-version',
  'size',
  'duration',
  'integer',
];

/** The type under which two values are compared; nothing where they can't be. */
export function commonType(left: Type, right: Type): Type | undefined {
  if (sameType(left, right)) return left;
  const plain: readonly Type[] = ['text', 'path', 'name', 'host', 'url'];
  const both = [left, right];
  return both.includes('text') && both.every((type) => plain.includes(type)) ? 'text' : undefined;
}
