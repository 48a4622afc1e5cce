/** What is said of a token that the parser could not place, and of the item it stands in. */
import type { IToken } from 'chevrotain';
import { expectedAfter, headOf, restOf } from './expected.ts';
import type { CutoverParser } from './parser.ts';
import { Name } from './tokens.ts';
import type { Range, Unexpected } from './wrong.ts';

export function rangeOf(token: IToken): Range {
  return { start: token.startOffset, end: token.startOffset + token.image.length };
}

export function unexpected(
  parser: CutoverParser,
  token: IToken,
  tokens: readonly IToken[],
): Unexpected & Range {
  const head = headOf(tokens, tokens.indexOf(token));
  const before = head.filter((other) => other.tokenType === Name).reverse();
  return {
    wrong: 'unexpected',
    image: token.image,
    expected: expectedAfter(parser, head),
    before: before.map((other) => ({ image: other.image, ...rangeOf(other) })),
    ...rangeOf(token),
  };
}

/** Every name in the items in which these tokens stand. */
export function namesAround(strange: readonly IToken[], tokens: readonly IToken[]): Set<string> {
  const names = new Set<string>();
  const places = new Map(strange.length > 0 ? tokens.map((token, index) => [token, index]) : []);
  for (const token of strange) {
    const index = places.get(token) ?? tokens.length;
    for (const other of [...headOf(tokens, index), ...restOf(tokens, index)]) {
      if (other.tokenType === Name) names.add(other.image);
    }
  }
  return names;
}
