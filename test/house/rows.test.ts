/** A row that a test names is a row of docs/requirements.md, docs/faults.md or docs/protocol.md. */
import { describe, expect, test } from 'vitest';
import { ownFiles, textOf } from './tree.ts';

function rowsOf(path: string, row: RegExp): readonly string[] {
  return [...textOf(path).matchAll(row)].map((found) => found[1] ?? '');
}

const rows = new Set([
  ...rowsOf('docs/requirements.md', /^\| ([ABC]\d\d) \|/gm),
  ...rowsOf('docs/faults.md', /^\| (F\d+) \|/gm),
  ...rowsOf('docs/protocol.md', /\*\*([SL]\d+)\*\*/g),
]);

/** In the titles of tests and suites only: elsewhere a letter and a number may be anything. */
const title = /\b(?:describe|test|it)(?:\.\w+)*(?:\([^'"`\n]*\))?\(\s*(['"`])(.*?)\1/g;

describe('rows', () => {
  test('all are found', () => {
    const count = (letter: string): number =>
      [...rows].filter((row) => row.startsWith(letter)).length;
    expect(['A', 'B', 'C', 'F', 'S', 'L'].map(count)).toEqual([19, 13, 7, 40, 14, 5]);
  });

  test('each that a test names is there', () => {
    const unknown = ownFiles('.ts', '.tsx')
      .filter((path) => /\.test\.tsx?$/.test(path))
      .flatMap((path) =>
        [...textOf(path).matchAll(title)]
          .flatMap((found) => [...(found[2] ?? '').matchAll(/\b[ABCFSL]\d{1,2}\b/g)])
          .filter(([name]) => !rows.has(name))
          .map(([name]) => `${path}: ${name}`),
      );
    expect(unknown).toEqual([]);
  });
});
