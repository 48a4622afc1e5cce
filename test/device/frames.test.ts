/** Frames are told from noise whatever pieces they come in. */
import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { makeFrameReader, type Frame } from '../../src/device/frames.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';

function read(pieces: readonly string[]): { frames: readonly Frame[]; output: string } {
  const frames: Frame[] = [];
  let output = '';
  const reader = makeFrameReader(TOKEN, {
    onFrame: (frame) => void frames.push(frame),
    onOutput: (text) => (output += text),
  });
  for (const piece of pieces) reader.feed(Buffer.from(piece));
  return { frames, output };
}

const frame = (text: string): string => `\n${TOKEN} ${text}\n`;

test('a banner and a message of the day before the hello are passed over (F13)', () => {
  const { frames } = read([
    'Welcome!\nLast login: never\n',
    frame('hello kit=ab up=12 arch=x86_64'),
  ]);
  expect(frames).toEqual([{ frame: 'hello', facts: { kit: 'ab', up: '12', arch: 'x86_64' } }]);
});

test("a step's output keeps its every byte, with or without a newline at its end", () => {
  for (const output of ['', 'a', 'a\n', '\n', 'a\n\n', '\n\na']) {
    const seen = read([frame('step 1 begin 5'), output, frame('step 1 done 0 9')]);
    expect(seen.output).toBe(output);
    expect(seen.frames).toHaveLength(2);
  }
});

test('a value may have lines; it ends at the next frame', () => {
  const { frames } = read([frame('value 3'), 'two\nlines', frame('step 3 done 0 9')]);
  expect(frames[0]).toEqual({ frame: 'value', no: 3, text: 'two\nlines' });
});

test('a line that only looks like a frame is output', () => {
  const { frames, output } = read([
    frame('step 1 begin 5'),
    `x${TOKEN} answer 1 armed\n`,
    frame('step 1 done 0 9'),
  ]);
  expect(frames.map((each) => each.frame)).toEqual(['step', 'step']);
  expect(output).toContain('answer 1 armed');
});

test('escaped values come back', () => {
  const { frames } = read([frame('answer 2 broken backup=%2Fa%20b%0a')]);
  expect(frames[0]).toMatchObject({ word: 'broken', fields: { backup: '/a b\n' } });
});

test('however it is cut into pieces, the same is read', () => {
  const whole = `noise\n${frame('step 1 begin 5')}out\nput${frame('value 1')}v${frame('step 1 done 0 9')}${frame('answer 1 more')}`;
  const expected = read([whole]);
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length), { maxLength: 12 }), (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
      const pieces = at.slice(1).map((end, index) => whole.slice(at[index], end));
      expect(read(pieces)).toEqual(expected);
    }),
  );
});

test('an endless line without a newline is passed on in pieces, not kept (F40)', () => {
  let longest = 0;
  const reader = makeFrameReader(TOKEN, {
    onFrame: () => undefined,
    onOutput: (text) => (longest = Math.max(longest, text.length)),
  });
  for (let piece = 0; piece < 100; piece += 1) reader.feed(Buffer.alloc(65_536, 0x61));
  expect(longest).toBeGreaterThan(0);
  expect(longest).toBeLessThan(200_000);
});
