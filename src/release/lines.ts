/**
 * Plain lines of words, as both files on a version server are made of.
 *
 * Rule 1: strict: one blank between words, a newline at each line's end, `end` as the last line. A cut file is never
 *         taken for a short one.
 * Rule 2: every word has a shape, so that what is read can be used as it is, by this program or by a shell.
 */
import { isVersion } from '../language/values/version.ts';

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly words: readonly string[];
}

/** What is wrong, and in which line. */
export interface LineProblem {
  readonly line: number;
  readonly problem: string;
}

export type Read<T> =
  { readonly ok: true; readonly value: T } | ({ readonly ok: false } & LineProblem);

const LONGEST_LINE = 1_024;
const MOST_LINES = 10_000;

/** A problem, thrown within this folder's parsers and caught by `reading`. */
class Misread extends Error {
  readonly line: number;

  constructor(line: number, problem: string) {
    super(problem);
    this.line = line;
  }
}

export function misread(line: Line, problem: string): never {
  throw new Misread(line.number, problem);
}

/** Runs a parser over the lines between the header and `end`. */
export function reading<T>(text: string, header: string, parse: (lines: Line[]) => T): Read<T> {
  try {
    return { ok: true, value: parse(linesOf(text, header)) };
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    return { ok: false, line: error.line, problem: error.message };
  }
}

function linesOf(text: string, header: string): Line[] {
  const texts = text.split('\n');
  const last = { number: texts.length, words: [] };
  if (texts.length > MOST_LINES) misread(last, `more than ${String(MOST_LINES)} lines`);
  if (texts.pop() !== '' || texts.pop() !== 'end')
    misread(last, 'the file is cut: it has no last line `end`');
  const lines = texts.map(lineOf);
  const first = lines.shift();
  if (first?.words.join(' ') !== header) {
    misread(first ?? last, `the first line must be \`${header}\``);
  }
  return lines;
}

function lineOf(text: string, index: number): Line {
  const line = { number: index + 1, words: text.split(' ') };
  if (text.length > LONGEST_LINE) misread(line, `longer than ${String(LONGEST_LINE)} characters`);
  if (!/^[!-~]+(?: [!-~]+)*$/.test(text)) misread(line, 'not words with one blank between them');
  return line;
}

/** The next line, which must begin with this word and have so many more. */
export function take(lines: Line[], word: string, count: number): Line {
  const line = lines.shift();
  if (line === undefined) throw new Misread(0, `there is no line \`${word}\``);
  if (line.words[0] !== word) misread(line, `\`${word}\` was expected`);
  if (line.words.length !== count + 1)
    misread(line, `\`${word}\` has ${String(count)} words after it`);
  return line;
}

/** A word in its shape. */
export function wordAt(line: Line, at: number, shape: Shape): string {
  const word = line.words[at] ?? '';
  if (!shape.is(word)) misread(line, `word ${String(at + 1)} is not ${shape.called}`);
  return word;
}

export function numberAt(line: Line, at: number): number {
  return Number(wordAt(line, at, shapes.number));
}

export interface Shape {
  readonly called: string;
  is(word: string): boolean;
}

function shape(called: string, pattern: RegExp, longest = 64): Shape {
  return { called, is: (word) => word.length <= longest && pattern.test(word) };
}

export const shapes = {
  name: shape('a name', /^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/),
  version: { called: 'a version', is: (word: string) => word.length <= 64 && isVersion(word) },
  time: {
    called: 'a time such as 2026-11-28T02:00:00Z',
    is: (word: string) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(word) && !Number.isNaN(Date.parse(word)),
  },
  number: shape('a number', /^(?:0|[1-9]\d{0,14})$/),
  sha256: shape('a SHA-256', /^[0-9a-f]{64}$/),
  path: shape(
    'a path of plain segments',
    /^[A-Za-z0-9_][A-Za-z0-9_.+-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_.+-]*)*$/,
    512,
  ),
} as const;
