/** The parser met what can't stand there. */
import type { Range, Unexpected } from '../../../grammar/wrong.ts';
import { continuingWords, reservedWords } from '../../../grammar/words.ts';
import type { Saying } from '../build/builder.ts';
import { escapeHidden } from '../hidden.ts';
import { nearest } from '../nearest.ts';
import { phraseOf } from './expectation.ts';

const reserved: ReadonlySet<string> = new Set(reservedWords);
const continuing: ReadonlySet<string> = continuingWords;
/** Shorter words are near to too many others. */
const shortest = 4;

export function sayUnexpected(wrong: Unexpected & Range): readonly [code: string, saying: Saying] {
  const { image, expected } = wrong;
  if (reserved.has(image) && expected.length === 1 && expected[0] === 'Name') {
    const message = `\`${image}\` is a word of the language, so it can't be a name`;
    return ['E0109', { message, hint: 'choose another name' }];
  }
  const message = `expected ${phraseOf(expected)}, found ${shown(image)}`;
  return ['E0101', { message, hint: misspelt(wrong) ?? hintFor(image, expected) }];
}

function shown(image: string): string {
  if (image === '' || image === '\n') return "the line's end";
  const short = image.length > 40 ? `${image.slice(0, 39)}…` : image;
  return `\`${escapeHidden(short)}\``;
}

function misspelt({ image, expected, before }: Unexpected): string | undefined {
  const words = expected.filter((type) => type.startsWith('"')).map((type) => type.slice(1, -1));
  const meant = nearest(image, words);
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  for (const { image: word } of before) {
    const near = word.length < shortest ? undefined : nearest(word, reservedWords);
    if (near !== undefined) return `did you mean \`${near}\` instead of \`${word}\`?`;
  }
  return undefined;
}

function hintFor(image: string, expected: readonly string[]): string | undefined {
  if (image === '=' && expected.includes('Compare')) return '`==` compares';
  if (expected[0] === 'LineEnd' && continuing.has(image)) {
    return `a line that begins with \`${image}\` goes on with the line before`;
  }
  if (image === ',') return 'values are separated by blanks; commas stand in lists';
  if (image === 'and' || image === 'or') return '`and` and `or` are mixed only with brackets';
  if (image === '{') return 'a block opens right after its word, its title or its condition';
  return image === '"""' ? 'a text ends at the next quotation mark' : undefined;
}
