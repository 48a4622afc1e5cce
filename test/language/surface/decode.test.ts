/** F5: what is no text of the language is refused before it is read, each for its own reason. */
import { describe, expect, test } from 'vitest';
import { decode, largestFile, longestLine } from '../../../src/language/decode.ts';
import { lineOf, positionOf } from '../../../src/language/source.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function utf16(text: string, order: 'le' | 'be'): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  [...text].forEach((character, index) => {
    view.setUint16(index * 2, character.charCodeAt(0), order === 'le');
  });
  return bytes;
}

function textOf(bytes: Uint8Array): string {
  const decoded = decode('a.cutover', bytes);
  if ('diagnostic' in decoded) throw new Error(decoded.diagnostic.message);
  return decoded.source.text;
}

function refusal(bytes: Uint8Array) {
  const decoded = decode('a.cutover', bytes);
  if ('source' in decoded) throw new Error('it was accepted');
  const { code, message, source, labels } = decoded.diagnostic;
  return { code, message, ...positionOf(source, labels[0].span.start) };
}

describe('accepted', () => {
  test('F5: a byte order mark, which is not part of the text', () => {
    expect(textOf(utf8('\ufeffcutover 1\n'))).toBe('cutover 1\n');
  });

  test('line ends of Windows, as plain ones', () => {
    expect(textOf(utf8('cutover 1\r\n\r\n# x\r\n'))).toBe('cutover 1\n\n# x\n');
  });

  test('any language in texts and comments', () => {
    const text = 'cutover 1\n# 核心网 升级, ядро, שלום, नमस्ते, 👩‍👩‍👧\n';
    expect(textOf(utf8(text))).toBe(text);
  });

  test('a file and a line that are as long as they may be', () => {
    const line = `${'x'.repeat(longestLine)}\n`;
    const whole = line.repeat(Math.ceil(largestFile / line.length)).slice(0, largestFile);
    expect(textOf(utf8(whole))).toBe(whole);
  });

  test('an empty file', () => {
    expect(textOf(new Uint8Array())).toBe('');
  });
});

describe('refused', () => {
  test('F5: 50 MB', () => {
    expect(refusal(new Uint8Array(50_000_000).fill(0x20))).toMatchObject({
      code: 'E0001',
      message: 'the file has 50000000 bytes; at most 1048576 (1 MiB) are read',
    });
  });

  test('F5: one line of 10 MB is too large a file; one of 10,001 characters too long a line', () => {
    expect(refusal(utf8('x'.repeat(10_000_000))).code).toBe('E0001');
    expect(refusal(utf8(`cutover 1\n\n${'x'.repeat(longestLine + 1)}\n`))).toMatchObject({
      code: 'E0005',
      line: 3,
    });
  });

  test('F5: a program', () => {
    const elf = Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0xff]);
    expect(refusal(elf)).toMatchObject({
      code: 'E0002',
      message: 'the file is not text: byte 7 is zero',
    });
  });

  test.each(['le', 'be'] as const)('F5: UTF-16, %s, with and without a mark', (order) => {
    expect(refusal(utf16('\ufeffcutover 1\n', order)).code).toBe('E0003');
    expect(refusal(utf16('cutover 1\n', order)).code).toBe('E0003');
  });

  test.each([
    ['Latin-1', [0x63, 0x0a, 0x61, 0xe9, 0x62], { line: 2, column: 2, message: 'byte 3 is 0xe9' }],
    ['an overlong form', [0x61, 0xc0, 0x80], { line: 1, column: 2, message: 'byte 1 is 0xc0' }],
    ['a surrogate', [0xed, 0xa0, 0x80], { line: 1, column: 1, message: 'is 0xed' }],
    [
      'a character that is cut off',
      [0x61, 0xe2, 0x82],
      { line: 1, column: 2, message: 'byte 1 is 0xe2' },
    ],
  ])('F5: not UTF-8: %s', (_name, bytes, expected) => {
    const found = refusal(Uint8Array.from(bytes));
    expect(found.code).toBe('E0004');
    expect(found).toMatchObject({
      ...expected,
      message: expect.stringContaining(expected.message) as string,
    });
  });

  test.each([
    ['ESC', '\u001b', '\\x1b'],
    ['a lone carriage return', '\r', '\\x0d'],
    ['a right-to-left override', '\u202e', '\\u{202e}'],
    ['a right-to-left isolate', '\u2067', '\\u{2067}'],
    ['a zero-width space', '\u200b', '\\u{200b}'],
    ['a byte order mark in the middle', '\ufeff', '\\u{feff}'],
    ['a line separator', '\u2028', '\\u{2028}'],
    ['a tag', '\u{e0041}', '\\u{e0041}'],
    ['DEL', '\u007f', '\\x7f'],
    ['a C1 control', '\u009b', '\\x9b'],
  ])('F9: %s, even in a comment', (_name, character, shown) => {
    expect(refusal(utf8(`cutover 1\n# a${character}b\n`))).toEqual({
      code: 'E0006',
      message: `a character that can't be seen stands here: ${shown}`,
      line: 2,
      column: 4,
    });
  });
});

test('a source knows the line of each offset', () => {
  const decoded = decode('a.cutover', utf8('a\nbc\n\nd'));
  if ('diagnostic' in decoded) throw new Error('refused');
  const { source } = decoded;
  expect([0, 1, 2, 4, 5, 6].map((start) => lineOf(source, { start, end: start }))).toEqual([
    1, 1, 2, 2, 3, 4,
  ]);
});
