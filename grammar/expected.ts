/**
 * What could stand at a place, found by asking the parser: each kind of token is tried there.
 *
 * Deliberately not here: words for it; they are the language's.
 */
import type { IToken, TokenType } from 'chevrotain';
import { standIn } from './lines.ts';
import type { CutoverParser } from './parser.ts';
import { LeftBrace, LineEnd, RightBrace, vocabulary } from './tokens.ts';

/** An answer depends on the kinds of the tokens before the place alone; trying all kinds is dear. */
const known = new Map<string, readonly string[]>();
const mostKnown = 1000;

/** `head` is an item's tokens up to the place. */
export function expectedAfter(parser: CutoverParser, head: readonly IToken[]): readonly string[] {
  const kinds = head.map((token) => token.tokenType.name).join(' ');
  const before = known.get(kinds);
  if (before !== undefined) return before;
  if (known.size === mostKnown) known.clear();
  const found = vocabulary.filter((type) => fits(parser, head, type)).map((type) => type.name);
  known.set(kinds, found);
  return found;
}

function fits(parser: CutoverParser, head: readonly IToken[], type: TokenType): boolean {
  const candidate = standIn(type, 0);
  parser.input = [...head, candidate, standIn(LineEnd, 0)];
  parser.item();
  // That an item leaves its line's end is no error.
  return !parser
    .allErrors()
    .some((error) => error.token === candidate && error.name !== 'NotAllInputParsedException');
}

/** The tokens of an item before the one at `index`; the blocks among them without what is in them. */
export function headOf(tokens: readonly IToken[], index: number): readonly IToken[] {
  const head: IToken[] = [];
  let depth = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const token = tokens[at] as IToken;
    if (token.tokenType === LeftBrace && --depth < 0) break;
    if (token.tokenType === LineEnd && depth === 0) break;
    if (depth === 0 || (depth === 1 && token.tokenType === RightBrace)) head.push(token);
    if (token.tokenType === RightBrace) depth += 1;
  }
  return head.reverse();
}

/** The tokens of an item from the one at `index` on, nested ones among them. */
export function restOf(tokens: readonly IToken[], index: number): readonly IToken[] {
  let depth = 0;
  let at = index;
  for (; at < tokens.length; at += 1) {
    const type = tokens[at]?.tokenType;
    if (type === LeftBrace) depth += 1;
    if (type === RightBrace) depth -= 1;
    if (depth < 0 || (type === LineEnd && depth === 0)) break;
  }
  return tokens.slice(index, at);
}
