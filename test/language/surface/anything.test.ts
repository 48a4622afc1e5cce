/** Whatever is handed over, the surface answers: no exception, at most one finding a line. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode } from '../../../src/language/decode.ts';
import { format } from '../../../src/language/format.ts';
import { parse } from '../../../src/language/parse.ts';
import { render, renderJson } from '../../../src/language/render/render.ts';
import { lineOf, makeSource } from '../../../src/language/source.ts';
import { reach } from '../../reach.ts';

const folder = join(import.meta.dirname, '../../../scripts');
const scripts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));

/** Pieces that a program is made of, and some that it isn't. */
const piece = fc.constantFrom(
  ...'cutover use script primitive plan installed param rest in let when else for require retry every'.split(
    ' ',
  ),
  ...'within as undo irreversible linked by group runs with accepts and or not true of a umg 1 5s 2GiB'.split(
    ' ',
  ),
  ...'{ } [ ] ( ) , : . = == < " """ # \\ ; ! && \' “ @ 中'.split(' '),
  '"x"',
  '"{a}"',
  '\n',
  '\n',
  '\n  ',
);
const soup = fc.array(piece, { maxLength: 120 }).map((pieces) => pieces.join(' '));
const scarred = fc
  .tuple(
    fc.constantFrom(...scripts),
    fc.array(fc.tuple(fc.nat(), fc.nat(12), piece), { minLength: 1, maxLength: 4 }),
  )
  .map(([text, scars]) =>
    scars.reduce((left, [at, length, instead]) => {
      const start = at % left.length;
      return left.slice(0, start) + instead + left.slice(start + length);
    }, text),
  );

function answers(text: string): void {
  const source = makeSource('a.cutover', text);
  const { file, diagnostics } = parse(source);
  const lines = diagnostics.map(({ labels }) => lineOf(source, labels[0].span));
  expect(new Set(lines).size).toBe(lines.length);
  for (const diagnostic of diagnostics) {
    // eslint-disable-next-line no-control-regex -- what must not come out
    expect(render(diagnostic)).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
    expect(() => JSON.parse(renderJson(diagnostic)) as unknown).not.toThrow();
  }
  if (diagnostics.length === 0)
    expect(parse(makeSource('b', format(file, source))).diagnostics).toEqual([]);
}

test.each([
  ['any text', fc.string({ unit: 'binary', maxLength: 200 })],
  ['words and signs in any order', soup],
  ['shipped scripts with pieces torn out', scarred],
])(
  'F1: %s',
  (_name, texts) => {
    fc.assert(fc.property(texts, answers), reach({ numRuns: 100, seed: 1 }, { numRuns: 500 }));
  },
  120_000,
);

test('F5: any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const decoded = decode('a.cutover', bytes);
      if ('diagnostic' in decoded) render(decoded.diagnostic);
      else answers(decoded.source.text);
    }),
    reach({ numRuns: 200, seed: 1 }, { numRuns: 1000 }),
  );
});
