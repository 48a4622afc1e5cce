/** Whoever clones this knows only this: nothing names the place or the tools it was made with. */
import { describe, expect, test } from 'vitest';
import { ownFiles, textOf } from './tree.ts';

/** In pieces, so that this file doesn't hold what it looks for. */
const foreign = [
  ['/wo', 'rk/main'],
  ['/wo', 'rk/shared'],
  ['/wo', 'rk/.library'],
  ['../sha', 'red/'],
  ['brief', '.md'],
  ['this ses', 'sion of the project'],
  ['Clau', 'de'],
  ['Anthro', 'pic'],
  ['Chat', 'GPT'],
  ['Co', 'pilot'],
].map((pieces) => pieces.join(''));

/** Machine-made, or the licence's own words. */
const notJudged = ['package-lock.json', 'LICENSE'];

describe('the workplace', () => {
  test('is named nowhere', () => {
    const found = ownFiles()
      .filter((path) => !notJudged.includes(path))
      .flatMap((path) => {
        const text = textOf(path).toLowerCase();
        return foreign
          .filter((word) => text.includes(word.toLowerCase()))
          .map((word) => `${path}: ${word}`);
      });
    expect(found).toEqual([]);
  });

  test('nothing is left for later without saying so to the user', () => {
    const later = new RegExp(
      `\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')}|${['X', 'XX'].join('')})\\b`,
    );
    const found = ownFiles('.ts', '.tsx', '.sh', '.cutover', '.mjs', '.cjs').filter((path) =>
      later.test(textOf(path)),
    );
    expect(found).toEqual([]);
  });
});
