/** Small files of small functions: what doesn't fit on a screen or two isn't one idea. */
import { describe, expect, test } from 'vitest';
import { functionsOf, shellFunctionsOf } from './functions.ts';
import { ownFiles, textOf } from './tree.ts';

const fileLimit = 300;
const functionLimit = 60;
const measured = ['.ts', '.tsx', '.mjs', '.cjs', '.sh', '.cmd', '.cutover'];
/** Many small texts in one file, each with what is wrong with it. */
const corpus = /^test\/.*\.cutover$/;

describe('sizes', () => {
  test('no file is longer than 300 lines', () => {
    const files = ownFiles(...measured).filter((path) => !corpus.test(path));
    const long = files.flatMap((path) => {
      const lines = textOf(path).split('\n').length - 1;
      return lines > fileLimit ? [`${path}: ${lines} lines`] : [];
    });
    expect(long).toEqual([]);
  });

  test('no function is longer than 60 lines', () => {
    const long = ownFiles('.ts', '.tsx', '.sh').flatMap((path) => {
      const text = textOf(path);
      if (text.split('\n').length <= functionLimit) return [];
      const found = path.endsWith('.sh') ? shellFunctionsOf(text) : functionsOf(path, text);
      return found
        .filter(({ lines }) => lines > functionLimit)
        .map(({ name, line, lines }) => `${path}:${line} ${name}: ${lines} lines`);
    });
    expect(long).toEqual([]);
  });

  test('the measure sees functions, and not suites', () => {
    const text =
      'describe("a", () => {\n test("b", () => {\n  x();\n });\n});\nfunction c() {\n}\n';
    expect(functionsOf('a.ts', text).map(({ name, lines }) => [name, lines])).toEqual([
      ['a function', 3],
      ['c', 2],
    ]);
    expect(shellFunctionsOf('a() {\n  :\n}\n\nb() {\n  c\n')).toEqual([
      { name: 'a', line: 1, lines: 3 },
      { name: 'b', line: 5, lines: 4 },
    ]);
  });
});
