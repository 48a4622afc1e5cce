/**
 * Where items end: keeps the line breaks that end an item, and no others.
 *
 * Rule 1: an item ends at its line's end, or before the `}` that closes its block; in the result each
 *         item is followed by exactly one `LineEnd`, and no `LineEnd` stands elsewhere.
 * Rule 2: a break is dropped within brackets, and before a word that continues (`words.ts`).
 * Rule 3: brackets always match in the result; `braces.ts` has seen to the braces.
 * Rule 4: nothing is nested deeper than `deepest`, so a parser that recurses is safe.
 */
import { createTokenInstance, EOF } from 'chevrotain';
import type { IToken, TokenType } from 'chevrotain';
import {
  Comma,
  Compare,
  LeftBrace,
  LeftBracket,
  LeftParen,
  LineEnd,
  Numeral,
  RightBrace,
  RightBracket,
  RightParen,
  Text,
  Word,
} from './tokens.ts';
import { continuingWords } from './words.ts';
import type { Wrong } from './wrong.ts';

/** Braces, brackets and round brackets together. */
const deepest = 64;

export interface Lines {
  readonly tokens: readonly IToken[];
  /** Then there are no tokens. */
  readonly tooDeep: boolean;
  readonly wrongs: readonly Wrong[];
}

interface Pass {
  readonly from: readonly IToken[];
  readonly to: IToken[];
  readonly open: IToken[];
  readonly wrongs: Wrong[];
}

const continuing: ReadonlySet<TokenType> = new Set([...continuingWords].map((word) => Word[word]));
const closers = new Map([
  [LeftBracket, RightBracket],
  [LeftParen, RightParen],
]);
const afterWhich: ReadonlySet<TokenType> = new Set([
  LeftBracket,
  LeftParen,
  Comma,
  Compare,
  Word.and,
  Word.or,
  Word.not,
  Word.in,
]);
const beforeWhich: ReadonlySet<TokenType> = new Set([
  RightBracket,
  RightParen,
  Comma,
  Compare,
  Word.and,
  Word.or,
  Numeral,
]);

export function breakLines(tokens: readonly IToken[]): Lines {
  const pass: Pass = { from: tokens, to: [], open: [], wrongs: [] };
  for (let index = 0; index < tokens.length; index += 1) {
    take(pass, index);
    if (pass.open.length > deepest) return tooDeep(pass.open[deepest]);
  }
  endItem(pass, tokens.at(-1));
  return { tokens: pass.to, tooDeep: false, wrongs: pass.wrongs };
}

function tooDeep(token: IToken | undefined): Lines {
  const start = token?.startOffset ?? 0;
  return {
    tokens: [],
    tooDeep: true,
    wrongs: [{ wrong: 'too-deep', image: token?.image ?? '', start, end: start + 1 }],
  };
}

function take(pass: Pass, index: number): void {
  const token = pass.from[index] as IToken;
  switch (token.tokenType) {
    case LineEnd:
      return takeBreak(pass, index, token);
    case LeftBrace:
      closeBrackets(pass, token);
      pass.open.push(token);
      break;
    case RightBrace:
      endItem(pass, token);
      pass.open.pop();
      break;
    case LeftBracket:
    case LeftParen:
      pass.open.push(token);
      break;
    case RightBracket:
    case RightParen:
      return takeCloser(pass, token);
  }
  pass.to.push(token);
}

function takeBreak(pass: Pass, index: number, token: IToken): void {
  if (pass.from[index - 1]?.tokenType === LineEnd) return;
  const next = nextOf(pass.from, index);
  if (next !== undefined && continuing.has(next.tokenType)) return;
  if (inBrackets(pass) && goesOn(pass, index)) return;
  endItem(pass, token);
}

/** Ends the item before `token`, if there is one. */
function endItem(pass: Pass, token: IToken | undefined): void {
  const last = pass.to.at(-1);
  if (last === undefined || token === undefined) return;
  closeBrackets(pass, token);
  if (last.tokenType === LineEnd || last.tokenType === LeftBrace) return;
  pass.to.push(token.tokenType === LineEnd ? token : standIn(LineEnd, token.startOffset));
}

function inBrackets(pass: Pass): boolean {
  const top = pass.open.at(-1);
  return top !== undefined && top.tokenType !== LeftBrace;
}

/** Whether a break within brackets may be meant: around a comma, an operator or a bracket. */
function goesOn(pass: Pass, index: number): boolean {
  const last = pass.to.at(-1);
  const next = nextOf(pass.from, index);
  if (last === undefined || next === undefined) return false;
  if (afterWhich.has(last.tokenType) || beforeWhich.has(next.tokenType)) return true;
  return (
    next.tokenType === Text &&
    nextOf(pass.from, pass.from.indexOf(next, index))?.tokenType !== Word.runs
  );
}

function nextOf(tokens: readonly IToken[], index: number): IToken | undefined {
  let next = index + 1;
  while (tokens[next]?.tokenType === LineEnd) next += 1;
  return tokens[next];
}

/** Closes what is still open within the item that ends before `token`. */
function closeBrackets(pass: Pass, token: IToken): void {
  while (inBrackets(pass)) {
    const top = pass.open.pop() as IToken;
    const before = pass.to.at(-1) ?? top;
    const at = (before.endOffset ?? before.startOffset) + 1;
    pass.wrongs.push({
      wrong: 'never-closed',
      image: top.image,
      ...one(top),
      at: { start: at, end: at },
    });
    pass.to.push(standIn(closers.get(top.tokenType) ?? EOF, token.startOffset));
  }
}

function takeCloser(pass: Pass, token: IToken): void {
  const top = pass.open.at(-1);
  const wanted = inBrackets(pass) && top !== undefined ? closers.get(top.tokenType) : undefined;
  if (wanted !== token.tokenType) {
    const open = wanted === undefined || top === undefined ? {} : { open: one(top) };
    pass.wrongs.push({ wrong: 'closes-nothing', image: token.image, ...one(token), ...open });
  }
  if (wanted === undefined) return;
  pass.open.pop();
  pass.to.push(wanted === token.tokenType ? token : standIn(wanted, token.startOffset));
}

function one(token: IToken): { readonly start: number; readonly end: number } {
  return { start: token.startOffset, end: token.startOffset + 1 };
}

/** A token that isn't in the text: empty, just before `offset`. */
export function standIn(type: TokenType, offset: number): IToken {
  return createTokenInstance(type, '', offset, offset - 1, NaN, NaN, NaN, NaN);
}
