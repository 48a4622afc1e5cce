/** F2: the word that was probably meant. */
import { expect, test } from 'vitest';
import { nearest, nearestHint } from '../../../src/language/nearest.ts';

const words = [
  'link',
  'stop',
  'start',
  'restart',
  'fetch',
  'unpack',
  'keep',
  'read-version',
  'disk-free',
];

test.each([
  ['lnik', 'link'],
  ['lin', 'link'],
  ['LINK', 'link'],
  ['stpo', 'stop'],
  ['strat', 'start'],
  ['resatrt', 'restart'],
  ['read-verson', 'read-version'],
  ['diskfree', 'disk-free'],
  ['readversion', 'read-version'],
])('%s: %s', (word, meant) => {
  expect(nearest(word, words)).toBe(meant);
});

test.each(['daemon', 'x', 'lxyk', 'umg', ''])('nothing is near `%s`', (word) => {
  expect(nearest(word, words)).toBeUndefined();
});

test('the nearest of several, and never the word itself', () => {
  expect(nearest('stat', ['stop', 'start', 'state'])).toBe('start');
  expect(nearest('stop', ['stop'])).toBeUndefined();
});

test('as a hint', () => {
  expect(nearestHint('lnik', words)).toBe('did you mean `link`?');
  expect(nearestHint('zzzz', words)).toBeUndefined();
});
