/** Whatever is in a value, every shell reads it back as one word, to the byte (F8). */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { quote, word } from '../../src/device/quote.ts';
import { has } from '../needs.ts';

const SHELLS: readonly (readonly [string, readonly string[]])[] = [
  ['/bin/dash', []],
  ['/bin/busybox', ['sh']],
  ['/bin/mksh', []],
  ['/bin/ksh93', []],
  ['/usr/bin/yash', []],
  ['/bin/posh', []],
];

const hostile = [
  "'; rm -rf / #",
  '$(id)',
  '`id`',
  '-n',
  '--',
  '',
  ' ',
  'a\nb\n',
  '\\',
  '"',
  "'''",
  '*',
  '~',
  '!x',
  'é漢',
  '\t',
  Array.from({ length: 127 }, (_, code) => String.fromCharCode(code + 1)).join(''),
];

/** Each value comes back between two bars; octal, so that no shell's printf can mend it. */
function readBack(
  shell: string,
  before: readonly string[],
  values: readonly string[],
): readonly string[] {
  const script = `for value in ${values.map(quote).join(' ')}; do printf '%s' "$value" | od -An -v -to1; echo '|'; done`;
  const { stdout } = spawnSync(shell, [...before], {
    input: Buffer.from(script),
    encoding: 'latin1',
  });
  return stdout
    .split('|\n')
    .slice(0, -1)
    .map((dump) => {
      const bytes =
        dump.trim() === ''
          ? []
          : dump
              .trim()
              .split(/\s+/)
              .map((byte) => Number.parseInt(byte, 8));
      return Buffer.from(bytes).toString('utf8');
    });
}

describe.each(SHELLS)('%s', (shell, before) => {
  const present = has(existsSync(shell), `${shell} is not installed`);

  test.skipIf(!present)(
    `reads hostile values back${present ? '' : ` (skipped: ${shell} is not installed)`}`,
    () => {
      expect(readBack(shell, before, hostile)).toEqual(hostile);
    },
  );

  test.skipIf(!present)('reads random texts back', () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 40 })
      .filter((value) => !value.includes('\0'));
    const values = fc.sample(text, { numRuns: 200, seed: 42 });
    expect(readBack(shell, before, values)).toEqual(
      values.map((value) => Buffer.from(value).toString('utf8')),
    );
  });
});

test('plain words stay bare, all others are quoted', () => {
  expect(word('/opt/umg-2.0')).toBe('/opt/umg-2.0');
  expect(word('')).toBe("''");
  expect(word('a b')).toBe("'a b'");
});

test('a NUL is a defect', () => {
  expect(() => quote('a\0b')).toThrow(/NUL/);
});
