/** The two plain-text files on a version server: strict to read, stable to write. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInformation, parseInformation } from '../../src/release/information.ts';
import { entryOf, formatLatest, parseLatest, withEntry } from '../../src/release/latest.ts';
import type { Latest } from '../../src/release/model.ts';

const HASH = 'a'.repeat(64);
const INFORMATION = `cutover-release 1
release core
version 3.0
published 2026-11-27T10:00:00Z
package msc-server msc-package any 3 ${HASH} core/3.0/msc.tar.gz
package umg package x86_64 12345678901 ${HASH} core/3.0/umg.tar.gz
end
`;
const LATEST = `cutover-latest 1
counter 3
published 2026-11-27T10:00:00Z
latest core 3.10 612 ${HASH} core/3.10/release
older core 3.9 598 ${HASH} core/3.9/release
latest edge 1.0-rc.1 598 ${HASH} edge/1.0-rc.1/release
end
`;

describe('B01: the version information file', () => {
  test('is read and written back to the byte', () => {
    const read = parseInformation(INFORMATION);
    expect(read).toMatchObject({ ok: true, value: { name: 'core', version: '3.0' } });
    expect(read.ok && formatInformation(read.value)).toBe(INFORMATION);
  });

  const change = (from: string | RegExp, to: string) => INFORMATION.replace(from, to);
  test.each([
    ['cut in the middle', INFORMATION.slice(0, 120), 5, /is cut/],
    ['cut before the end', change('end\n', ''), 7, /is cut/],
    ['without the last newline', INFORMATION.slice(0, -1), 7, /is cut/],
    ['empty', '', 1, /is cut/],
    ['of a later format', change('cutover-release 1', 'cutover-release 2'), 1, /first line/],
    ['with carriage returns', change('release core', 'release core\r'), 2, /not words/],
    ['with two blanks', change('release core', 'release  core'), 2, /not words/],
    ['with an escape', change('release core', 'release \x1b[31m'), 2, /not words/],
    ['with an unknown line', change('version', 'verison'), 3, /`version` was expected/],
    ['with a bad version', change('version 3.0', 'version latest'), 3, /not a version/],
    ['with a bad time', change('2026-11-27', '2026-13-27'), 4, /not a time/],
    ['with a negative size', change('any 3 ', 'any -3 '), 5, /not a number/],
    ['with a huge size', change('any 3 ', `any 1${'0'.repeat(15)} `), 5, /not a number/],
    ['with a short hash', change(HASH, HASH.slice(1)), 5, /not a SHA-256/],
    ['with a way up', change('core/3.0/msc', 'core/../../etc/msc'), 5, /not a path/],
    ['with an absolute path', change('core/3.0/msc', '/core/3.0/msc'), 5, /not a path/],
    ['with an option as a path', change('core/3.0/msc', '-core/3.0/msc'), 5, /not a path/],
    ['with a word too few', change(' any 3', ' 3'), 5, /6 words/],
    [
      'with a package twice',
      change('umg package x86_64', 'msc-server msc-package any'),
      6,
      /twice/,
    ],
    ['with a long line', change('core/3.0/msc', 'x'.repeat(1_100)), 5, /longer/],
  ])('%s is refused, with its line', (_what, text, line, problem) => {
    const read = parseInformation(text);
    expect(read).toMatchObject({ ok: false, line });
    expect(!read.ok && read.problem).toMatch(problem);
  });

  test('a shell reads it with nothing but `read`', async () => {
    const { execFileSync } = await import('node:child_process');
    const script =
      'while read -r word a b c d e f; do case $word in package) echo "$a $f";; esac; done';
    const read = execFileSync('sh', ['-c', script], { input: INFORMATION, encoding: 'utf8' });
    expect(read).toBe('msc-server core/3.0/msc.tar.gz\numg core/3.0/umg.tar.gz\n');
  });

  test('anything that is read is written back as it was', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,20}$/);
    const packages = fc.uniqueArray(
      fc.record({
        script: word,
        artifact: word,
        variant: word,
        size: fc.nat(),
        sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
        path: fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
      }),
      { selector: ({ script, artifact, variant }) => `${script} ${artifact} ${variant}` },
    );
    fc.assert(
      fc.property(word, packages, (name, some) => {
        const information = {
          name,
          version: '3.0',
          published: '2026-11-27T10:00:00Z',
          packages: some,
        };
        const text = formatInformation(information);
        const read = parseInformation(text);
        expect(read.ok && formatInformation(read.value)).toBe(text);
        expect(read.ok && new Set(read.value.packages)).toEqual(new Set(some));
      }),
    );
  });

  test('no text makes the reader throw', () => {
    const line = fc.constantFrom(...INFORMATION.split('\n'), 'package', '\0', 'end', ' ');
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(typeof parseInformation(lines.join('\n')).ok).toBe('boolean');
      }),
    );
  });
});

describe('B04: `latest` names the newest version and its path', () => {
  const read = parseLatest(LATEST);
  const latest = (read.ok ? read.value : undefined) as Latest;

  test('is read and written back to the byte', () => {
    expect(formatLatest(latest)).toBe(LATEST);
  });

  test('the newest is by version, not by letters', () => {
    expect(entryOf(latest, 'core')).toMatchObject({ version: '3.10', path: 'core/3.10/release' });
    expect(entryOf(latest, 'core', '3.9')?.path).toBe('core/3.9/release');
    expect(entryOf(latest, 'nobody')).toBeUndefined();
  });

  test('an older version that is published later does not become the newest', () => {
    const entry = { name: 'core', version: '3.1', size: 1, sha256: HASH, path: 'core/3.1/release' };
    const next = withEntry(latest, entry, '2026-12-01T00:00:00Z');
    expect(next.counter).toBe(4);
    const lines = formatLatest(next).split('\n').slice(3, 6);
    expect(lines.map((line) => line.slice(0, 15))).toEqual([
      'latest core 3.1',
      'older core 3.9 ',
      'older core 3.1 ',
    ]);
    expect(parseLatest(formatLatest(next)).ok).toBe(true);
  });

  test('a release whose lines are out of order, or twice, is refused', () => {
    expect(parseLatest(LATEST.replace('older core', 'latest core'))).toMatchObject({ line: 5 });
    expect(parseLatest(LATEST.replace('core 3.9', 'core 3.10'))).toMatchObject({ line: 5 });
  });
});
