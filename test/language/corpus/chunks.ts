/**
 * Corpus files: chunks of the language, apart by a line `---`, with each expected diagnostic at the end
 * of the line on which it must appear: `### E0101 "words of its message"`, one behind the other where
 * there are several.
 *
 * The marks are taken out before a chunk is read, with the blanks before them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Chunk {
  /** `syntax/braces.cutover:12`: where the chunk begins. */
  readonly name: string;
  readonly text: string;
  readonly expected: readonly Expected[];
}

export interface Expected {
  /** Of the chunk, from 1. */
  readonly line: number;
  readonly code: string;
  readonly words: string;
}

/** Several on one line stand one behind the other. */
const mark = /[ \t]*### (E\d{4}) "((?:(?!" ### E).)*)"(?=[ \t]*(?:###|$))/g;

export function areasIn(folder: string): readonly string[] {
  return readdirSync(folder).sort();
}

export function chunksIn(folder: string, area: string): readonly Chunk[] {
  const files = readdirSync(join(folder, area)).filter((file) => file.endsWith('.cutover'));
  return files.sort().flatMap((file) => {
    const name = `${area}/${file}`;
    return chunksOf(name, readFileSync(join(folder, area, file), 'utf8'));
  });
}

function chunksOf(file: string, text: string): readonly Chunk[] {
  let at = 1;
  return text.split(/^---\n+/m).map((chunk) => {
    const name = `${file}:${String(at)}`;
    at = chunk.split('\n').length + at;
    return { name, ...unmark(chunk) };
  });
}

function unmark(chunk: string): Pick<Chunk, 'text' | 'expected'> {
  const lines = chunk.split('\n');
  const expected = lines.flatMap((line, index) =>
    [...line.matchAll(mark)].map(([, code = '', words = '']) => ({ line: index + 1, code, words })),
  );
  return { text: lines.map((line) => line.replace(mark, '')).join('\n'), expected };
}
