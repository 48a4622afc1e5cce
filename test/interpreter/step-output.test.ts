/** What a step prints: in whole lines, capped, without secrets however they are cut (F40, S13). */
import { expect, test } from 'vitest';
import { makeStepOutput } from '../../src/interpreter/step-output.ts';
import { makeRedactor } from '../../src/runtime/redactor.ts';

const secret = 'correct horse';

function printed(pieces: readonly string[]): {
  readonly text: string;
  readonly pieces: readonly string[];
  readonly notes: number;
  readonly tail: string;
} {
  const redactor = makeRedactor();
  redactor.learn(secret);
  const shown: string[] = [];
  let notes = 0;
  const output = makeStepOutput(redactor, (text, capped) => {
    shown.push(text);
    if (capped) notes += 1;
  });
  for (const piece of pieces) output.add(piece);
  output.flush();
  return { text: shown.join(''), pieces: shown, notes, tail: output.tail() };
}

test('lines are handed on whole, and the last one without an end too', () => {
  expect(printed(['a', 'b\nc', '\nd']).pieces).toEqual(['ab\n', 'c\n', 'd']);
});

test.each([1, 5, 12])(
  'S13: a secret in a long line, cut after %i characters, is still one',
  (at) => {
    const before = 'x'.repeat(9000);
    const all = printed([before + secret.slice(0, at), secret.slice(at) + before]);
    expect(all.text).toBe(`${before}(secret)${before}`);
  },
);

test('S13: what only begins like a secret comes out at the end', () => {
  const text = `${'x'.repeat(9000)}correct ho`;
  expect(printed([text]).text).toBe(text);
});

test('S13: the end that is kept for the cause holds no half of a secret', () => {
  expect(printed([`${secret}${'x'.repeat(1995)}`]).tail).not.toContain('horse');
});

test.each([
  ['at a line’s end', 'fifteen letters\n'],
  ['in a line', 'sixteen letters\n+'],
])('F40: what is over the cap is left out, and that is said once (%s)', (_, line) => {
  const all = printed(Array.from({ length: 200 }, () => line.repeat(1024)));
  expect(all.text.length).toBeLessThanOrEqual(1_048_576 + 1024);
  expect(all.text.length).toBeGreaterThanOrEqual(1_048_576);
  expect(all.notes).toBe(1);
});

test('F40: exactly the cap is not over it', () => {
  expect(printed(['x'.repeat(1_048_576)]).notes).toBe(0);
});

/** As `capped` of the platform says it. */
const note = '[17 more bytes were not passed on]\n';

test.each([1, 5, 12])(
  'S13 F40: a secret that the device has cut after %i characters leaves no beginning',
  (at) => {
    for (const before of ['short ', 'x'.repeat(9000)])
      for (const pieces of [
        [`${before}${secret.slice(0, at)}\n${note}`],
        [before + secret.slice(0, at), '\n', note],
        [`${before}${secret.slice(0, at)}\n`, note.slice(0, 6), note.slice(6)],
        [`${before}${secret.slice(0, at)}\uFFFD`, `\n${note}`],
      ])
        expect(printed(pieces).text).toBe(`${before}(secret)\n${note}`);
  },
);

test('a line that only ends like a secret begins waits for the next, and comes out whole', () => {
  expect(printed(['abc\n', 'correct\n', 'end\n']).pieces.join('')).toBe('abc\ncorrect\nend\n');
  expect(printed(['correct\n']).pieces).toEqual(['correct\n']);
});
