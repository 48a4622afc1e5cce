/** One word per idea: docs/words.md is a table of terms, each once, none of them a synonym of another. */
import { describe, expect, test } from 'vitest';
import { textOf } from './tree.ts';

interface Term {
  readonly term: string;
  readonly instead: readonly string[];
}

const terms = [...textOf('docs/words.md').matchAll(/^\| \*\*(.+?)\*\* \| .+ \| (.*) \|$/gm)].map(
  (found): Term => ({
    term: found[1] ?? '',
    instead: (found[2] ?? '').split(', ').filter((word) => word !== ''),
  }),
);

describe('words', () => {
  test('there are terms, each once, in order', () => {
    const names = terms.map(({ term }) => term);
    expect(names.length).toBeGreaterThan(30);
    expect(names).toEqual([...new Set(names)].sort((a, b) => a.localeCompare(b, 'en')));
  });

  test('what is not to be said for one is no term, and is named once', () => {
    const instead = terms.flatMap((one) => one.instead);
    expect(instead.filter((word) => terms.some(({ term }) => term === word))).toEqual([]);
    expect(instead).toEqual([...new Set(instead)]);
  });
});
