/** F4: each limit has its own code, at its line; nothing overflows a stack or takes long. */
import { expect, test } from 'vitest';
import { parse } from '../../../src/language/parse.ts';
import { lineOf, makeSource } from '../../../src/language/source.ts';
import { reach } from '../../reach.ts';

function findings(text: string): readonly string[] {
  const { diagnostics } = parse(makeSource('a.cutover', text));
  return diagnostics.map(
    ({ code, source, labels }) => `${code}:${String(lineOf(source, labels[0].span))}`,
  );
}

const inScript = (...lines: readonly string[]): string =>
  ['cutover 1', 'script x {', ...lines, '}', ''].join('\n');

function nested(depth: number): string {
  return inScript(
    ...Array<string>(depth).fill('when a {'),
    'stop b',
    ...Array<string>(depth).fill('}'),
  );
}

test('F4: 10,000 nested blocks', () => {
  expect(findings(nested(10_000))).toEqual(['E0120:66']);
});

test('F4: 10,000 nested blocks, none of them closed', () => {
  const flat = Array<string>(10_000).fill('when a {');
  expect(findings(inScript(...flat))).toEqual(['E0106:2']);
  const indented = Array.from({ length: 900 }, (_, depth) => `${' '.repeat(depth)} when a {`);
  expect(findings(inScript(...indented))).toContain('E0120:66');
});

test('F4: 10,000 nested lists and brackets on lines of their own', () => {
  const lines = (open: string, close: string): string[] => [
    ...Array<string>(10_000).fill(open),
    '1',
    ...Array<string>(10_000).fill(close),
  ];
  expect(findings(inScript('let a =', ...lines('[', ']')))[0]).toMatch(/^E0120|^E0101/);
  expect(findings(inScript('let a = [', ...lines('[', ']'), ']'))).toEqual(['E0120:66']);
  expect(findings(inScript('require (', ...lines('(', ')'), ') else "x"'))).toEqual(['E0120:66']);
});

test('64 deep is allowed', () => {
  expect(findings(nested(63))).toEqual([]);
  expect(findings(nested(64))).toEqual(['E0120:66']);
});

test('F4: a list of a million items, as far as a file can hold one', () => {
  const items = Array<string>(1001).fill('1').join(',\n');
  expect(findings(inScript(`let a = [${items}]`))).toEqual(['E0122:3']);
  const most = Array<string>(1000).fill('1').join(',\n');
  expect(findings(inScript(`let a = [${most}]`))).toEqual([]);
});

test('F4: `retry 1000000000`', () => {
  expect(findings(inScript('stop a', 'run "x" retry 1000000000'))).toEqual(['E0121:4']);
});

test('a text of more than 65,536 characters', () => {
  const lines = Array<string>(7000).fill('0123456789');
  expect(findings(inScript('write "x" text: """', ...lines, '"""'))).toEqual(['E0124:3']);
});

test('more than a hundred findings are counted', () => {
  const found = findings(inScript(...Array<string>(250).fill('let = 5')));
  expect(found.length).toBe(101);
  expect(found[0]).toBe('E0101:3');
  expect(found.at(-1)).toMatch(/^E0119/);
});

const length = reach(50_000, 1_000_000);
const upTo = (piece: string): string => piece.repeat(Math.floor(length / piece.length));

test.each([
  ['blank lines', upTo('\n')],
  ['blank lines within brackets', `cutover 1\nscript x {\nlet a = [${upTo('\n')}]\n}\n`],
  ['words on lines', upTo('a\n')],
  ['quotation marks', upTo('"\n')],
  ['long quotation marks', upTo('"""')],
  ['opening braces', upTo('{\n')],
  ['closing braces', upTo('}\n')],
  ['brackets', upTo('[\n')],
  ['closing brackets', upTo(']\n')],
  ['hashes', upTo('#\n')],
  ['holes', `cutover 1\n"${upTo('{a}')}"`],
  ['backslashes', `cutover 1\n"${upTo('\\')}`],
  ['commas', upTo(',')],
  ['continuing words', upTo('within 5s\n')],
])(
  `${String(length)} characters of %s are read to their end`,
  (_name, text) => {
    expect(() => parse(makeSource('a.cutover', text))).not.toThrow();
  },
  60_000,
);
