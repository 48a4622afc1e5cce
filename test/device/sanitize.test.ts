/** No control byte from a device reaches a terminal (S14, F9). */
import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { sanitize, sanitizeLine } from '../../src/device/sanitize.ts';

test('escape sequences and bidirectional overrides are shown, not obeyed', () => {
  expect(sanitize('\x1b]0;owned\x07')).toBe('\\x1b]0;owned\\x07');
  expect(sanitize('a\u202eb')).toBe('a\\u{202e}b');
  expect(sanitize('\x9b31m')).toBe('\\x9b31m');
});

test('lines and tabs stay; in a line they do not', () => {
  expect(sanitize('a\tb\n')).toBe('a\tb\n');
  expect(sanitizeLine('a\tb\n')).toBe('a\\tb\\n');
});

test('whatever comes, nothing that a terminal obeys is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      // eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
      expect(sanitize(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }),
  );
});
