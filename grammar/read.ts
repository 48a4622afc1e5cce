/**
 * Text → concrete syntax tree, comments, and all that is wrong with the surface. Never throws.
 *
 * Rule 1: at most one finding stands on a line; what the lexer or the braces found comes first.
 * Rule 2: nothing is said of what stands after a text that is never closed.
 */
import type { CstNode, IToken } from 'chevrotain';
import { matchBraces } from './braces.ts';
import { lex } from './lex.ts';
import { breakLines } from './lines.ts';
import { CutoverParser } from './parser.ts';
import { GivenUp } from './recovery.ts';
import { dropStrayStarts } from './starts.ts';
import { namesAround, rangeOf, unexpected } from './unexpected.ts';
import type { Range, Wrong } from './wrong.ts';

export interface Read {
  /** Nothing where so much is wrong that no part of it can be trusted. */
  readonly tree: CstNode | undefined;
  readonly comments: readonly IToken[];
  readonly wrongs: readonly Wrong[];
  /** How many more there are. */
  readonly unsaid: number;
  /** Names in items that could not be read whole: whether they are known can't be said. */
  readonly doubtful: ReadonlySet<string>;
}

type Found = Wrong | (Range & { readonly token: IToken });

/** Findings that are reported; a file with more is no script. */
const mostFindings = 100;

let built: CutoverParser | undefined;

export function read(text: string): Read {
  // Built at first need: analysing the grammar takes some milliseconds.
  const parser = (built ??= new CutoverParser());
  const { tokens: lexed, comments, wrongs: lookalikes } = lex(text);
  const braces = matchBraces(lexed, text);
  const lines = breakLines(braces.tokens);
  const { tokens, wrongs: strays, dropped } = dropStrayStarts(lines.tokens);
  const tree = readTree(parser, tokens);
  const strange = parser.allErrors().map((error) => error.token);
  const early = [...lookalikes, ...braces.wrongs, ...lines.wrongs, ...strays];
  const late = braces.hopeless ? [] : strange.map((token) => ({ token, ...rangeOf(token) }));
  const found = onePerLine(text, beforeOpenText([...early, ...late]));
  const wrongs = found
    .slice(0, mostFindings)
    .map((one) => ('token' in one ? unexpected(parser, one.token, tokens) : one));
  return {
    tree: braces.hopeless || lines.tooDeep ? undefined : tree,
    comments,
    wrongs,
    unsaid: found.length - wrongs.length,
    doubtful: new Set([...namesAround(strange, tokens), ...dropped]),
  };
}

function readTree(parser: CutoverParser, tokens: IToken[]): CstNode | undefined {
  parser.input = tokens;
  try {
    return parser.file();
  } catch (error) {
    if (error instanceof GivenUp) return undefined;
    throw error;
  }
}

function beforeOpenText(found: readonly Found[]): readonly Found[] {
  const open = found.find((one) => 'wrong' in one && one.wrong === 'open-long-text');
  return open === undefined ? found : found.filter((one) => foundAt(one) <= open.start);
}

/** A brace is found open where it should have been closed. */
function foundAt(found: Found): number {
  return 'wrong' in found && found.wrong === 'never-closed' ? found.at.start : found.start;
}

/** The first to come keeps the line. */
function onePerLine(text: string, found: readonly Found[]): readonly Found[] {
  const byLine = new Map<number, Found>();
  for (const one of found) {
    const line = text.lastIndexOf('\n', one.start - 1);
    if (!byLine.has(line)) byLine.set(line, one);
  }
  return [...byLine.values()].sort((a, b) => a.start - b.start);
}
