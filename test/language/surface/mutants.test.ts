/** F1: one slip of the pen in a shipped script is one message or two, not an avalanche. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { lex } from '../../../grammar/lex.ts';
import { loadLibrary } from '../../../src/inventory/load-library.ts';
import { check } from '../../../src/language/check.ts';
import type { Library } from '../../../src/language/checked.ts';
import type { Diagnostic } from '../../../src/language/diagnostic.ts';
import { parse } from '../../../src/language/parse.ts';
import { makeSource } from '../../../src/language/source.ts';
import { reach } from '../../reach.ts';

const folder = join(import.meta.dirname, '../../../scripts');
const scripts = readdirSync(folder).filter((file) => !/-\d/.test(file));
let library: Library;

type Slip = (token: string) => string;

const slips: Readonly<Record<string, Slip>> = {
  'left out': () => '',
  'written twice': (token) => `${token} ${token}`,
  'two letters swapped': (token) =>
    token.slice(0, 1) + token.slice(2, 3) + token.slice(1, 2) + token.slice(3),
  'a letter too many': (token) => `${token}x`,
  'in single quotes': (token) => token.replaceAll('"', "'"),
  'a quotation mark lost': (token) => token.replace(/"$/, ''),
  'a semicolon after it': (token) => `${token};`,
  'a brace after it': (token) => `${token} }`,
  'a bracket before it': (token) => `[${token}`,
};

/** Of so many tokens one. */
const each = reach(7, 1);

/** Each token of the script with the slip made in it, where it changes anything. */
function* mutantsOf(text: string, slip: Slip): Generator<string> {
  const tokens = lex(text).tokens.filter((_, at) => at % each === 0);
  for (const { image, startOffset } of tokens) {
    const mutant =
      text.slice(0, startOffset) + slip(image) + text.slice(startOffset + image.length);
    if (image !== '\n' && mutant !== text) yield mutant;
  }
}

function counts(
  read: (text: string) => readonly Diagnostic[],
  slip: Slip,
  files = scripts,
): readonly number[] {
  return files.flatMap((script) => {
    const text = readFileSync(join(folder, script), 'utf8');
    return [...mutantsOf(text, slip)].map((mutant) => read(mutant).length);
  });
}

function shareUpTo(most: number, all: readonly number[]): number {
  return all.filter((count) => count <= most).length / all.length;
}

beforeAll(async () => {
  ({ library } = await loadLibrary());
});

describe.each(Object.entries(slips))('a token %s', (_name, slip) => {
  test('parsing says at most two things in 99 of 100', () => {
    const all = counts((text) => parse(makeSource('a.cutover', text)).diagnostics, slip);
    expect(all.length).toBeGreaterThan(reach(3, 20));
    expect(shareUpTo(2, all)).toBeGreaterThanOrEqual(0.99);
  }, 60_000);

  test('checking says at most two in 85 of 100', () => {
    const all = counts(
      (text) => check([makeSource('a.cutover', text)], library).diagnostics,
      slip,
      ['umg.cutover'],
    );
    expect(shareUpTo(2, all)).toBeGreaterThanOrEqual(0.85);
  }, 60_000);
});
