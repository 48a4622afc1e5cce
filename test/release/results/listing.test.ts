/** F26: what a server says is in a folder. */
import { expect, test } from 'vitest';
import { readListing } from '../../../src/release/listing.ts';

const names = (text: string, folder = 'results') =>
  readListing('ftp://x', folder, text).files.map(({ name }) => name);

test('F26: only plain names come out of a listing', () => {
  const odd = [
    '../x.result',
    '/etc/passwd',
    '-rf.result',
    '.hidden',
    'a b.result',
    'a\u001b[2J.result',
  ];
  const more = ['..', 'a/b.result', 'a'.repeat(101), 'ä.result', 'x\u0000.result'];
  const text = [...odd, ...more, 'atm-1.result'].join('\r\n');
  expect(readListing('ftp://x', 'results', text)).toEqual({
    files: [{ name: 'atm-1.result' }],
    odd: odd.length + more.length,
  });
});

test('a name with the folder before it is that name, and with another one is none', () => {
  expect(
    names('pub/results/a.result\npub/results/../b.result\n./c.result\nother/d', 'pub/results'),
  ).toEqual(['a.result', 'c.result']);
});

test('of MLSD only files are taken, with size and time', () => {
  const text = [
    'modify=20261122072622;type=cdir; .',
    'type=dir;modify=20261122072622; folder',
    'modify=20261122072622.123;perm=adfrw;size=12;type=file;UNIX.mode=0644; b.result',
    'type=OS.unix=symlink;size=12; link.result',
    'Size=1;Modify=20269922072622;Type=file; a.result',
    'type=file;size=1; ../c.result',
  ].join('\r\n');
  expect(readListing('ftp://x', 'results', text)).toEqual({
    files: [
      { name: 'a.result', size: 1 },
      { name: 'b.result', size: 12, modified: Date.parse('2026-11-22T07:26:22Z') },
    ],
    odd: 1,
  });
});

test('F26: a folder that somebody has flooded is a failure, and names are said once', () => {
  const flood = Array.from({ length: 100_001 }, (_, at) => `f${String(at)}`).join('\n');
  expect(() => names(flood)).toThrow('more than 100000 entries');
  expect(names('a.result\na.result')).toEqual(['a.result']);
});
