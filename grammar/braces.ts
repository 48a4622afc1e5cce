/**
 * Makes braces match, so that one forgotten brace is one message and not fifty.
 *
 * Rule 1: where they match already, nothing is looked at and nothing is changed.
 * Rule 2: else the indentation decides: a block's lines stand deeper than the line that opens it.
 * Rule 3: where that needs more than `most` repairs, the indentation says nothing: only the first is
 *         reported, and the parser's findings count for nothing (`hopeless`).
 */
import type { IToken } from 'chevrotain';
import { standIn } from './lines.ts';
import {
  LeftBrace,
  LeftBracket,
  LeftParen,
  LineEnd,
  RightBrace,
  RightBracket,
  RightParen,
  Word,
} from './tokens.ts';
import { continuingWords } from './words.ts';
import type { Range, Wrong } from './wrong.ts';

export interface Braces {
  readonly tokens: readonly IToken[];
  readonly wrongs: readonly Wrong[];
  readonly hopeless: boolean;
}

const most = 4;
const continuing = new Set([...continuingWords].map((word) => Word[word]));

export function matchBraces(tokens: readonly IToken[], text: string): Braces {
  if (alreadyMatch(tokens)) return { tokens, wrongs: [], hopeless: false };
  const repair: Repair = { text, to: [], open: [], wrongs: [], brackets: 0 };
  for (const line of linesOf(tokens)) takeLine(repair, line);
  closeAll(repair);
  const hopeless = repair.wrongs.length > most;
  return {
    tokens: repair.to,
    wrongs: hopeless ? repair.wrongs.slice(0, 1) : repair.wrongs,
    hopeless,
  };
}

function alreadyMatch(tokens: readonly IToken[]): boolean {
  let depth = 0;
  for (const token of tokens) {
    if (token.tokenType === LeftBrace) depth += 1;
    else if (token.tokenType === RightBrace && --depth < 0) return false;
  }
  return depth === 0;
}

interface Repair {
  readonly text: string;
  readonly to: IToken[];
  readonly open: { readonly brace: IToken; readonly indent: number }[];
  readonly wrongs: Wrong[];
  /** Square and round brackets that are open. */
  brackets: number;
  last?: { readonly token: IToken; readonly indent: number };
}

/** The tokens of each line that has any, its `LineEnd` among them. */
function* linesOf(tokens: readonly IToken[]): Generator<readonly [IToken, ...IToken[]]> {
  let line: IToken[] = [];
  for (const token of tokens) {
    if (token.tokenType === LineEnd && line.length === 0) continue;
    line.push(token);
    if (token.tokenType !== LineEnd) continue;
    yield line as [IToken, ...IToken[]];
    line = [];
  }
  if (line.length > 0) yield line as [IToken, ...IToken[]];
}

function takeLine(repair: Repair, line: readonly [IToken, ...IToken[]]): void {
  const [first] = line;
  const indent = first.startOffset - (repair.text.lastIndexOf('\n', first.startOffset - 1) + 1);
  if (startsItem(repair, first)) {
    closeShallow(repair, first, indent);
    openDeeper(repair, first, indent);
  }
  const opened = repair.open.length;
  for (const token of line) {
    const extra =
      token === first ? closesDeeper(repair, first, indent) : closesOther(repair, token, opened);
    if (extra) repair.wrongs.push({ wrong: 'closes-nothing', image: '}', ...whole(token) });
    else takeToken(repair, token, indent);
  }
  const end = line.findLast((token) => token.tokenType !== LineEnd);
  if (end !== undefined) repair.last = { token: end, indent };
}

function startsItem(repair: Repair, first: IToken): boolean {
  return repair.brackets === 0 && !continuing.has(first.tokenType);
}

/** Closes the blocks whose opening line doesn't stand left of this one. */
function closeShallow(repair: Repair, first: IToken, indent: number): void {
  const closes = first.tokenType === RightBrace;
  let top = repair.open.at(-1);
  while (top !== undefined && (closes ? indent < top.indent : indent <= top.indent)) {
    repair.open.pop();
    repair.wrongs.push(neverClosed(top.brace, first));
    repair.to.push(standIn(RightBrace, first.startOffset), standIn(LineEnd, first.startOffset));
    top = repair.open.at(-1);
  }
}

/** Opens a block after the line before, where this one stands deeper and nothing says why. */
function openDeeper(repair: Repair, first: IToken, indent: number): void {
  const { last } = repair;
  if (last === undefined || indent <= last.indent || last.token.tokenType === LeftBrace) return;
  const end = repair.to.at(-1)?.tokenType === LineEnd ? repair.to.pop() : undefined;
  if (end === undefined) return;
  const brace = standIn(LeftBrace, (last.token.endOffset ?? 0) + 1);
  repair.to.push(brace, end);
  repair.open.push({ brace, indent: last.indent });
  repair.wrongs.push({
    wrong: 'not-opened',
    image: '{',
    ...after(last.token),
    below: whole(first),
  });
}

/** A `}` that stands deeper than the line whose block it would close is one too many. */
function closesDeeper(repair: Repair, first: IToken, indent: number): boolean {
  const top = repair.open.at(-1);
  return first.tokenType === RightBrace && top !== undefined && indent > top.indent;
}

/** So is one in the middle of a line on which nothing was opened. */
function closesOther(repair: Repair, token: IToken, opened: number): boolean {
  return token.tokenType === RightBrace && repair.open.length <= opened;
}

function takeToken(repair: Repair, token: IToken, indent: number): void {
  switch (token.tokenType) {
    case LeftBracket:
    case LeftParen:
      repair.brackets += 1;
      break;
    case RightBracket:
    case RightParen:
      repair.brackets = Math.max(0, repair.brackets - 1);
      break;
    case LeftBrace:
      repair.brackets = 0;
      repair.open.push({ brace: token, indent });
      break;
    case RightBrace:
      repair.brackets = 0;
      if (repair.open.pop() !== undefined) break;
      repair.wrongs.push({ wrong: 'closes-nothing', image: '}', ...whole(token) });
      return;
  }
  repair.to.push(token);
}

/** At the file's end: one message for the innermost, since it is the one that was forgotten. */
function closeAll(repair: Repair): void {
  const end = repair.text.length;
  const innermost = repair.open.at(-1);
  if (innermost !== undefined) {
    const at = { start: end, end };
    repair.wrongs.push({ wrong: 'never-closed', image: '{', ...whole(innermost.brace), at });
  }
  for (const _ of repair.open) repair.to.push(standIn(RightBrace, end));
}

function neverClosed(brace: IToken, at: IToken): Wrong {
  return { wrong: 'never-closed', image: '{', ...whole(brace), at: whole(at) };
}

function whole(token: IToken): Range {
  return { start: token.startOffset, end: token.startOffset + token.image.length };
}

function after(token: IToken): Range {
  const end = (token.endOffset ?? token.startOffset) + 1;
  return { start: end, end };
}
