/** The formatter: one text for a tree, no comment lost, and nothing changes twice. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { format } from '../../../src/language/format.ts';
import { parse } from '../../../src/language/parse.ts';
import { makeSource } from '../../../src/language/source.ts';
import type { FileNode } from '../../../src/language/tree.ts';
import { reach } from '../../reach.ts';
import { anyProgram } from './program.ts';
import { diceFrom, writeUntidily } from './untidy.ts';

function read(text: string): FileNode {
  const { file, diagnostics } = parse(makeSource('a.cutover', text));
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  return file;
}

function formatted(text: string): string {
  return format(read(text), makeSource('a.cutover', text));
}

/** Without spans. */
function bare(tree: unknown): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) => (key === 'span' ? undefined : value)),
  );
}

const comments = (file: FileNode): readonly string[] => file.comments.map(({ text }) => text);
const seed = fc.integer({ min: 1, max: 0x7fffffff });

describe('programs of every form, written in every way', () => {
  test('the parser gives back the tree that was written', () => {
    fc.assert(
      fc.property(anyProgram, seed, (program, dice) => {
        const text = writeUntidily(program, diceFrom(dice));
        expect(bare(read(text).declarations)).toEqual(bare(program));
      }),
      reach({ numRuns: 40, seed: 1 }, { numRuns: 300 }),
    );
  }, 120_000);

  test('formatting keeps the tree and the comments, and is done after once', () => {
    fc.assert(
      fc.property(anyProgram, seed, (program, dice) => {
        const text = writeUntidily(program, diceFrom(dice));
        const once = formatted(text);
        expect(bare(read(once).declarations)).toEqual(bare(program));
        expect(comments(read(once))).toEqual(comments(read(text)));
        expect(formatted(once)).toBe(once);
      }),
      reach({ numRuns: 40, seed: 1 }, { numRuns: 300 }),
    );
  }, 120_000);

  test('without comments the text depends on the tree alone', () => {
    fc.assert(
      fc.property(anyProgram, seed, seed, (program, one, other) => {
        const [a = '', b = ''] = [one, other].map((dice) =>
          formatted(writeUntidily(program, diceFrom(dice), false)),
        );
        expect(a.replaceAll('\n\n', '\n')).toBe(b.replaceAll('\n\n', '\n'));
      }),
      reach({ numRuns: 20, seed: 1 }, { numRuns: 100 }),
    );
  }, 120_000);
});
