/** Archives that mean harm: what each tries, its entries, and what a refusal names. */
import { archive, long, pax } from './archive.ts';
import type { Entry } from './archive.ts';

export interface Hostile {
  readonly what: string;
  readonly entries: readonly Entry[];
  /** What is said of it. */
  readonly said: RegExp;
}

const dir: Entry = { name: 'dir', type: '5' };
const up = '../'.repeat(12);
const file = (name: string, more: Partial<Entry> = {}): Entry => ({ name, data: 'x', ...more });
const link = (name: string, to: string): Entry => ({ name, type: '2', link: to });
const hard = (name: string, to: string): Entry => ({ name, type: '1', link: to });
const hostile = (what: string, said: RegExp, ...entries: readonly Entry[]): Hostile => ({
  what,
  entries,
  said,
});

const names: readonly Hostile[] = [
  hostile('a name with ..', /leaves the folder: .*evil/, file('../evil')),
  hostile('a name with .. inside', /leaves the folder: .*evil/, file('a/../../evil')),
  hostile('a name that is ..', /(leaves the folder|no folder): \.\./, { name: '..', type: '5' }),
  hostile('an absolute name', /leaves the folder: .*evil/, file('/tmp/cutover-evil')),
  hostile(
    'a dash before ..',
    /leaves the folder: .*-C\/\.\.\/\.\.\/evil|: .*evil/,
    file('-C/../../evil'),
  ),
  hostile(
    'a pax name with ..',
    /leaves the folder: .*evil/,
    pax({ path: `${up}evil` }),
    file('ok'),
  ),
  hostile('a long name with ..', /leaves the folder: .*evil/, long('L', `${up}evil`), file('ok')),
  hostile('a newline in a name', /control characters: evil\\(n|012)b/, file('evil\nb')),
  hostile(
    'a newline, and behind it what looks like another entry',
    /(control characters|two ways|refused for).*evil/,
    file('evil\n-rw-r--r-- root/root 1 2023-11-14 22:13:20 b'),
  ),
  hostile(
    'an escape in a name',
    /control characters: evil\\033\]0;x\\(a|007)/,
    file('evil\x1b]0;x\x07'),
  ),
  hostile('a carriage return in a name', /control characters: evil\\(r|015)b/, file('evil\rb')),
  hostile('a name a second time', /second time: evil/, file('evil'), file('evil', { data: 'y' })),
  hostile(
    'a name a second time, told otherwise',
    /second time: \.\/evil/,
    file('evil'),
    file('./evil'),
  ),
  hostile('a link in the place of a file', /second time: evil/, file('evil'), link('evil', 'good')),
  hostile('names that differ in their case only', /case only: EVIL/, file('evil'), file('EVIL')),
  hostile(
    'folders that differ in their case only',
    /case only: Evil\/b/,
    file('evil/a'),
    file('Evil/b'),
  ),
  hostile('a file in the place of the folder', /second time: \.|no tar|can not be read/, file('.')),
  hostile('a file as a folder', /no folder: evil\/in/, file('evil'), file('evil/in')),
];

const links: readonly Hostile[] = [
  hostile('a link out', /leaves the folder: evil/, link('evil', '../../etc')),
  hostile('an absolute link', /leaves the folder: evil/, link('evil', '/etc/passwd')),
  hostile(
    'a link that climbs after it went down',
    /leaves the folder: evil/,
    link('evil', 'a/../..'),
  ),
  hostile(
    'a pax link out',
    /leaves the folder: evil/,
    pax({ linkpath: '/etc' }),
    link('evil', 'good'),
  ),
  hostile(
    'a long link out',
    /leaves the folder: evil/,
    long('K', `${up}etc`),
    link('evil', 'good'),
  ),
  hostile('a link out whose owner makes its name look deeper', /two ways: .*evil/, {
    ...link('evil', '../../x'),
    owner: 'r/g 0 2023-11-14 22:13 a/b/c/d',
  }),
  hostile(
    'a name that goes through a link',
    /no folder: link\/evil/,
    dir,
    link('link', 'dir'),
    file('link/evil'),
  ),
  hostile(
    'a link that is written through',
    /leaves the folder: evil/,
    link('evil', '/tmp'),
    file('evil/cutover-evil'),
  ),
  hostile(
    'a file where a link out stands',
    /leaves the folder: evil/,
    link('evil', '/tmp/cutover-evil'),
    file('evil'),
  ),
  hostile(
    'a hard link out',
    /(not in the archive|leaves the folder): evil/,
    hard('evil', '/etc/passwd'),
  ),
  hostile(
    'a hard link out by ..',
    /not in the archive: evil|leaves the folder/,
    hard('evil', `${up}etc/passwd`),
  ),
  hostile('a hard link to what is not there', /not in the archive: evil/, hard('evil', 'passwd')),
  hostile(
    'a hard link to a link',
    /not in the archive: evil/,
    link('l', 'good'),
    hard('evil', 'l'),
  ),
];

const kinds: readonly Hostile[] = [
  hostile('a character device', /neither file.*evil/, { name: 'evil', type: '3' }),
  hostile('a block device', /neither file.*evil/, { name: 'evil', type: '4' }),
  hostile('a named pipe', /neither file.*evil/, { name: 'evil', type: '6' }),
  hostile('a kind that nobody knows', /neither file.*evil|read behind good: .*0x51/, {
    name: 'evil',
    type: 'Q',
  }),
  hostile('a piece of another volume', /neither file.*evil|read behind good: .*0x4d/, {
    name: 'evil',
    type: 'M',
  }),
  hostile('set-uid', /sticky: evil/, file('evil', { mode: 0o4755 })),
  hostile('set-gid', /sticky: evil/, file('evil', { mode: 0o2755 })),
  hostile('set-gid of a folder', /sticky: evil/, { name: 'evil', type: '5', mode: 0o2755 }),
  hostile('set-uid that nobody may carry out', /sticky: evil/, file('evil', { mode: 0o4644 })),
  hostile('sticky', /sticky: evil/, { name: 'evil', type: '5', mode: 0o1777 }),
];

const MORE = /unpacks to more than \d+ bytes: evil/;
const sizes: readonly Hostile[] = [
  hostile('more than 2^31 bytes', MORE, { name: 'evil', size: 2 ** 31 + 1 }),
  hostile('more than 2^32 bytes', MORE, { name: 'evil', size: 2 ** 32 + 1 }),
  hostile('2^33 bytes', MORE, { name: 'evil', size: 2 ** 33 }),
  hostile('2^62 bytes', MORE, { name: 'evil', size: 2 ** 62 }),
  // GNU tar reads no further where a size is none, and names nothing.
  hostile('less than no bytes', /: evil|read behind good: .*out of off_t range/, {
    name: 'evil',
    size: -1,
  }),
  hostile('more than are there', /read behind evil|no room|can't unpack/, {
    name: 'evil',
    size: 9000,
  }),
];

export const archivesThatHarm: readonly Hostile[] = [...names, ...links, ...kinds, ...sizes];

/** Behind something good. */
export const bytesOf = ({ entries }: Hostile): Buffer => archive([file('good'), ...entries]);
