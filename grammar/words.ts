/**
 * The words that are the language's own. Phases, settings and primitives are not: they are ordinary
 * names, sorted out after parsing, so that a misplaced one gets a good message.
 */

/** No name may be one of these. */
export const reservedWords = [
  'cutover',
  'use',
  'script',
  'primitive',
  'procedure',
  'plan',
  'installed',
  'prepared',
  'param',
  'rest',
  'in',
  'let',
  'when',
  'else',
  'for',
  'require',
  'retry',
  'every',
  'within',
  'as',
  'undo',
  'irreversible',
  'linked',
  'separate',
  'by',
  'group',
  'runs',
  'with',
  'accepts',
  'and',
  'or',
  'not',
  'true',
  'false',
  'of',
] as const;

export type ReservedWord = (typeof reservedWords)[number];

/** A line that begins with one of these goes on with the line before. No item begins with one. */
export const continuingWords: ReadonlySet<ReservedWord> = new Set([
  'retry',
  'every',
  'within',
  'as',
  'undo',
  'irreversible',
  'with',
  'accepts',
  'else',
]);
