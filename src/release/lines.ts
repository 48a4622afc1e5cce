/**
 * Plain lines of words, as the files on a version server are made of.
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

/** Runs a parser over the lines between the header and `end`, all of which it must take. */
export function reading<T>(
  text: string,
  header: string,
  parse: (lines: Line[]) => T,
  longest = LONGEST_LINE,
): Read<T> {
  try {
    const lines = linesOf(text, header, longest);
    const value = parse(lines);
    const [left] = lines;
    if (left !== undefined) misread(left, `\`${left.words[0] ?? ''}\` was not expected here`);
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    return { ok: false, line: error.line, problem: error.message };
  }
}

function linesOf(text: string, header: string, longest: number): Line[] {
  const texts = text.split('\n');
  const last = { number: texts.length, words: [] };
  if (texts.length > MOST_LINES) misread(last, `more than ${String(MOST_LINES)} lines`);
  if (texts.pop() !== '' || texts.pop() !== 'end')
    misread(last, 'the file is cut: it has no last line `end`');
  const lines = texts.map((line, index) => lineOf(line, index, longest));
  const first = lines.shift();
  if (first?.words.join(' ') !== header) {
    misread(first ?? last, `the first line must be \`${header}\``);
  }
  return lines;
}

function lineOf(text: string, index: number, longest: number): Line {
  const line = { number: index + 1, words: text.split(' ') };
  if (text.length > longest) misread(line, `longer than ${String(longest)} characters`);
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

/** The next line, if it begins with this word. */
export function takeIf(lines: Line[], word: string, count: number): Line | undefined {
  return lines[0]?.words[0] === word ? take(lines, word, count) : undefined;
}

export function numberAt(line: Line, at: number, shape: Shape = shapes.number): number {
  return Number(wordAt(line, at, shape));
}

/** Each in its place, and none twice. */
export function checkSorted(line: Line, before: string | undefined, key: string): void {
  if (before === undefined || before < key) return;
  misread(line, before === key ? `\`${key}\` stands twice` : `\`${key}\` is not in its place`);
}

/** What a shell can count to. */
export const MOST_COUNTED = 2_147_483_647;

/** Names of the server's own files and folders. */
function isTaken(word: string): boolean {
  return /^(?:results|timestamp)$|\.(?:root|snapshot|versions)$/.test(word);
}

/** The calendar has this day; the day has this second. */
function isMoment(word: string): boolean {
  const at = new Date(word);
  return !Number.isNaN(at.getTime()) && `${at.toISOString().slice(0, 19)}Z` === word;
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
    is: (word: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(word) && isMoment(word),
  },
  counter: {
    called: `a number from 1 to ${String(MOST_COUNTED)}`,
    is: (word: string) => /^[1-9]\d{0,9}$/.test(word) && Number(word) <= MOST_COUNTED,
  },
  percent: shape('a number from 0 to 100', /^(?:0|[1-9]\d?|100)$/),
  key: shape('a fingerprint such as ssh-keygen -l prints', /^SHA256:[A-Za-z0-9+/]{43}$/),
  release: {
    called: 'a release’s name',
    is: (word: string) => shapes.name.is(word) && !isTaken(word),
  },
  number: shape('a number', /^(?:0|[1-9]\d{0,14})$/),
  sha256: shape('a SHA-256', /^[0-9a-f]{64}$/),
  path: shape(
    'a path of plain segments',
    /^[A-Za-z0-9_][A-Za-z0-9_.+-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_.+-]*)*$/,
    512,
  ),
} as const;
