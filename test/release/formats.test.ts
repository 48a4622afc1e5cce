/** The plain-text files on a version server: strict to read, stable to write. */
import { describe, expect, test } from 'vitest';
import { formatRoot, parseRoot } from '../../src/release/formats/root.ts';
import { readSigned } from '../../src/release/formats/signed.ts';
import { formatSnapshot, parseSnapshot } from '../../src/release/formats/snapshot.ts';
import { formatTimestamp, parseTimestamp } from '../../src/release/formats/timestamp.ts';
import { formatVersions, parseVersions } from '../../src/release/formats/versions.ts';
import type { Read } from '../../src/release/lines.ts';
import { newKey, rootOf, signedBy } from './authority.ts';

const HASH = 'a'.repeat(64);
const VERSIONS = `cutover-versions 1
release core
revision 4
published 2026-11-27T10:00:00Z
expires 2027-02-27T10:00:00Z
version 3.10
channel canary 100
channel stable 20
activate 2026-12-01T02:00:00Z
from 2.0
program umg posix 48211 ${HASH} core/3.10/umg.posix.sh
package msc-server msc-package any 3 ${HASH} core/3.10/msc.tar.gz -
package umg package x86_64 12345678901 ${HASH} core/3.10/umg.tar.gz ${HASH}
version 3.9
channel stable 100
downgrade 3.10
package umg package any 1000000 ${HASH} core/3.9/umg.tar.gz -
version 1.9
withdrawn 2026-11-20T10:00:00Z
end
`;

/** Each: how the text is changed, in which line it is found wrong, and why. */
type Change = readonly [string, (text: string) => string, number, RegExp];

function refuses<T>(
  text: string,
  parse: (text: string) => Read<T>,
  changes: readonly Change[],
): void {
  test.each(changes)('%s is refused, with its line', (_what, change, line, problem) => {
    expect(change(text)).not.toBe(text);
    const read = parse(change(text));
    expect(read).toMatchObject({ ok: false, line });
    expect(read.ok ? '' : read.problem).toMatch(problem);
  });
}

const swap = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);

describe('B01: the version information file', () => {
  test('is read and written back to the byte', () => {
    const read = parseVersions(VERSIONS);
    expect(read).toMatchObject({ ok: true, value: { release: 'core', revision: 4 } });
    expect(read.ok && formatVersions(read.value)).toBe(VERSIONS);
  });

  refuses(VERSIONS, parseVersions, [
    ['cut in the middle', (text) => text.slice(0, 120), 7, /is cut/],
    ['cut before the end', swap('end\n', ''), 20, /is cut/],
    ['without the last newline', (text) => text.slice(0, -1), 20, /is cut/],
    ['empty', () => '', 1, /is cut/],
    ['of a later format', swap('versions 1', 'versions 2'), 1, /first line/],
    ['with carriage returns', swap('release core', 'release core\r'), 2, /not words/],
    ['with two blanks', swap('release core', 'release  core'), 2, /not words/],
    ['with an escape', swap('release core', 'release \x1b[31m'), 2, /not words/],
    ['with an unknown line', swap('channel canary', 'chanel canary'), 7, /`version` was expected/],
    [
      'with lines in another order',
      swap(/(from.*\n)(program.*\n)/, '$2$1'),
      11,
      /`version` was expected/,
    ],
    ['with a bad version', swap('version 3.10', 'version latest'), 6, /not a version/],
    ['with a bad time', swap('2026-11-27', '2026-13-27'), 4, /not a time/],
    ['with a day that the calendar lacks', swap('2026-11-27', '2026-02-30'), 4, /not a time/],
    ['with an hour that the day lacks', swap('T02:00', 'T24:00'), 9, /not a time/],
    ['with a negative size', swap('any 3 ', 'any -3 '), 12, /not a number/],
    ['with a huge size', swap('any 3 ', `any 1${'0'.repeat(15)} `), 12, /not a number/],
    ['with a short hash', swap(HASH, HASH.slice(1)), 11, /not a SHA-256/],
    ['with a way up', swap('core/3.10/msc', 'core/../../etc/msc'), 12, /not a path/],
    ['with an absolute path', swap('core/3.10/msc', '/core/3.10/msc'), 12, /not a path/],
    ['with an option as a path', swap('core/3.10/msc', '-core/3.10/msc'), 12, /not a path/],
    ['with a word too few', swap(' any 3', ' 3'), 12, /7 words/],
    ['with a package twice', swap('umg package x86_64', 'msc-server msc-package any'), 13, /twice/],
    [
      'with packages out of order',
      swap('msc-server msc', 'vmsc-server msc'),
      13,
      /not in its place/,
    ],
    ['with a channel twice', swap('channel stable', 'channel canary'), 8, /twice/],
    ['with more than all devices', swap('canary 100', 'canary 101'), 7, /0 to 100/],
    [
      'with a withdrawn version that has packages',
      swap('version 3.9\n', 'version 3.9\nwithdrawn 2026-11-20T10:00:00Z\n'),
      16,
      /`version` was expected/,
    ],
    ['with a version twice', swap('version 1.9', 'version 3.9.0'), 18, /not in its place/],
    ['with the older version first', swap('version 1.9', 'version 11.9'), 18, /not in its place/],
    ['with a downgrade from below', swap('downgrade 3.10', 'downgrade 3.8'), 16, /not above/],
    ['with a step from itself', swap('from 2.0', 'from 3.10'), 10, /not below/],
    ['with the revision 0', swap('revision 4', 'revision 0'), 3, /from 1 to/],
    [
      'with a revision that no shell counts',
      swap('revision 4', 'revision 2147483648'),
      3,
      /from 1 to/,
    ],
    [
      'of a release named like a file of the server',
      swap('release core', 'release 1.root'),
      2,
      /release’s name/,
    ],
    [
      'of a release named like its results',
      swap('release core', 'release results'),
      2,
      /release’s name/,
    ],
    ['with a long line', swap('core/3.10/msc', 'x'.repeat(1_100)), 12, /longer/],
    [
      'with 201 versions',
      swap(
        /version 3.10\n[^]*end/,
        `${Array.from({ length: 201 }, (_, at) => `version ${String(1_000 - at)}\n`).join('')}end`,
      ),
      206,
      /more than 200/,
    ],
    [
      'with 17 downgrades',
      swap(
        'downgrade 3.10\n',
        Array.from({ length: 17 }, (_, at) => `downgrade ${String(at + 10)}\n`).join(''),
      ),
      32,
      /more than 16/,
    ],
    [
      'with 1001 packages',
      swap(
        /package umg package any.*\n/,
        Array.from(
          { length: 998 },
          (_, at) => `package umg package v${String(at + 1_000)} 1 ${HASH} a/b -\n`,
        ).join(''),
      ),
      14,
      /more than 1000/,
    ],
  ]);
});

const key = newKey();
const ROOT = formatRoot(rootOf(2, key));

describe('the root', () => {
  test('is read and written back to the byte', () => {
    const read = parseRoot(ROOT);
    expect(read.ok && formatRoot(read.value)).toBe(ROOT);
  });

  const { id, blob } = newKey().public;
  refuses(ROOT, parseRoot, [
    ['without a key', swap(/key .*\n/, ''), 4, /not listed/],
    ['with another key under the name', swap(/ AAAA\S+/, ` ${blob}`), 4, /another fingerprint/],
    ['with a key of another type', swap('ssh-ed25519', 'ssh-rsa'), 4, /of the type/],
    ['with a key that is none', swap(/ AAAA\S+/, ' AAAA'), 4, /no Ed25519 key/],
    ['with base64 in two spellings', swap(/( AAAA\S+)/, '$1='), 4, /not base64/],
    ['with a key twice', swap(/(key .*\n)/, '$1$1'), 5, /twice/],
    ['with a role that has a stranger', swap(/(role root 1) \S+/, `$1 ${id}`), 5, /not listed/],
    ['with a key twice in a role', swap(/(role root 1) (\S+)/, '$1 $2 $2'), 5, /twice/],
    ['with a threshold that nobody reaches', swap('role root 1', 'role root 2'), 5, /fewer keys/],
    ['with the threshold 0', swap('role root 1', 'role root 0'), 5, /from 1 to/],
    ['without a role', swap(/role snapshot.*\n/, ''), 7, /`snapshot` was expected/],
    [
      'with roles in another order',
      swap(/(role root.*\n)(role targets.*\n)/, '$2$1'),
      5,
      /`root` was expected/,
    ],
    ['with a role more', swap(/(role timestamp.*\n)/, '$1$1'), 9, /not expected/],
  ]);
});

const TIMESTAMP = `cutover-timestamp 1
counter 7
published 2026-11-27T10:00:00Z
expires 2026-12-04T10:00:00Z
snapshot 7 338 ${HASH}
end
`;
const SNAPSHOT = `cutover-snapshot 1
counter 7
published 2026-11-27T10:00:00Z
expires 2027-02-27T10:00:00Z
versions core 4 1712 ${HASH}
versions edge 1 1712 ${HASH}
end
`;

describe('timestamp and snapshot', () => {
  test('are read and written back to the byte', () => {
    const [timestamp, snapshot] = [parseTimestamp(TIMESTAMP), parseSnapshot(SNAPSHOT)];
    expect(timestamp.ok && formatTimestamp(timestamp.value)).toBe(TIMESTAMP);
    expect(snapshot.ok && formatSnapshot(snapshot.value)).toBe(SNAPSHOT);
  });

  refuses(TIMESTAMP, parseTimestamp, [
    ['with the counter 0', swap('counter 7', 'counter 0'), 2, /from 1 to/],
    ['with a line more', swap('end\n', `snapshot 8 338 ${HASH}\nend\n`), 6, /not expected/],
    ['without its snapshot', swap(/snapshot .*\n/, ''), 0, /no line `snapshot`/],
  ]);
  refuses(SNAPSHOT, parseSnapshot, [
    ['with a release twice', swap('edge', 'core'), 6, /twice/],
    ['with releases out of order', swap('core', 'zone'), 6, /not in its place/],
    ['with a release named `timestamp`', swap('edge', 'timestamp'), 6, /release’s name/],
  ]);
});

describe('signatures behind the end', () => {
  const text = signedBy(TIMESTAMP, 'timestamp', [key]);

  test('what is signed ends with the line `end`', () => {
    const read = readSigned(text, parseTimestamp);
    expect(read).toMatchObject({ ok: true, value: { body: TIMESTAMP, text } });
    expect(read.ok && read.value.signatures.map((each) => each.key)).toEqual([key.public.id]);
  });

  refuses(text, (each) => readSigned(each, parseTimestamp), [
    ['another word', swap('\nsignature', '\nsigned'), 7, /`signature` was expected/],
    ['a word more', swap(/(signature .*)/, '$1 x'), 7, /2 words/],
    [
      'a key that is no fingerprint',
      swap('signature SHA256:', 'signature MD5:'),
      7,
      /not a fingerprint/,
    ],
    ['no newline at the end', (each) => each.slice(0, -1), 8, /is cut/],
    ['a second `end`', (each) => `${each}end\n`, 8, /`signature` was expected/],
    ['65 of them', (each) => each + each.slice(TIMESTAMP.length).repeat(64), 71, /more than 64/],
  ]);
});
