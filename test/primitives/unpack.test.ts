/** Archives that mean harm are refused as a whole, with the entry named; nothing of them is left. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { busyboxOnly } from '../device/kit/busybox-only.ts';
import { allShells, busybox, dash, type ShellKind } from '../device/kit/shells.ts';
import { attempt, outputOf, resultOf } from '../device/kit/stories.ts';
import { archive } from './archive.ts';
import { archivesThatHarm, bytesOf } from './hostile-archives.ts';
import { freshRigs } from './rigs.ts';

const fresh = freshRigs();
type Environment = Readonly<Record<string, string>>;
const bzip2 = (bytes: Buffer): Buffer => execFileSync('bzip2', ['-c'], { input: bytes });

/** A df that says this of the place. */
function dfThatSays(line: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-df-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const says = `echo Filesystem; echo '${line}'`;
  writeFileSync(join(folder, 'df'), `#!/bin/sh\n${says}\n`, { mode: 0o755 });
  return `${folder}:${process.env['PATH'] ?? ''}`;
}

const tools = [
  { name: 'GNU tar', shell: dash, env: undefined },
  { name: 'busybox tar', shell: busybox, env: busyboxOnly() },
];
const noise = execFileSync('head', ['-c', '20000', '/dev/urandom']);

/** Refused: what was said of it; nothing of it is left, here or outside. */
async function refused(bytes: Buffer, shell: ShellKind, env?: Environment): Promise<string> {
  const rig = fresh(shell, env);
  const file = join(rig.folder, 'file');
  writeFileSync(file, bytes);
  const outside = readdirSync(rig.folder).sort();
  const reply = await attempt(
    rig,
    'unpack',
    { file, into: join(rig.root, 'new') },
    { way: 'self' },
  );
  expect(resultOf(reply)).toBe('failed');
  expect(readdirSync(rig.root)).toEqual([]);
  expect(readdirSync(rig.folder).sort()).toEqual(outside);
  expect(existsSync('/tmp/cutover-evil')).toBe(false);
  return outputOf(reply);
}

describe.concurrent.each(allShells)('in $name', (shell) => {
  it.each(archivesThatHarm)('F22 F23: refuses $what', async ({ said, ...hostile }) => {
    expect(await refused(gzipSync(bytesOf({ said, ...hostile })), shell)).toMatch(said);
  });
});

describe.concurrent('with nothing but busybox', () => {
  const env = busyboxOnly();
  it.each(archivesThatHarm)('F22 F23: refuses $what', async ({ said, ...hostile }) => {
    expect(await refused(bytesOf({ said, ...hostile }), busybox, env)).toMatch(said);
  });
});

it.each([
  ['disc 200 100 100 50% /', /unpacks to more than the 102400 bytes that are free: large/],
  ['disc of ours 200 100 100 50% /', /unpacks to more than the 102400 bytes that are free: large/],
  ['disc', /df said something else than a table/],
])(
  'F23: more than there is room for is refused before anything is written (%s)',
  async (line, said) => {
    const rig = fresh(dash, { PATH: dfThatSays(line) });
    const file = join(rig.folder, 'file');
    writeFileSync(file, gzipSync(archive([{ name: 'large', data: Buffer.alloc(2 ** 20) }])));
    const reply = await attempt(rig, 'unpack', { file, into: join(rig.root, 'new') });
    expect(outputOf(reply)).toMatch(said);
    expect(readdirSync(rig.root)).toEqual([]);
  },
);

describe.concurrent.each(tools)('with $name', ({ shell, env }) => {
  it('F23: 10 GB from 10 MB: stops at its limit, and removes what it began', async () => {
    const zeros = gzipSync(Buffer.alloc(10 * 2 ** 20));
    const head = archive([{ name: 'evil', size: 1000 * 10 * 2 ** 20 }]).subarray(0, 512);
    const bomb = Buffer.concat([gzipSync(head), ...Array.from({ length: 1000 }, () => zeros)]);
    expect(bomb.length).toBeLessThan(11 * 2 ** 20);
    expect(await refused(bomb, shell, env)).toMatch(/unpacks to more than \d{10} bytes: evil/);
  });

  it('F23: a bomb in what no list shows', async () => {
    const header = { name: 'x', type: 'x', data: Buffer.alloc(64 * 2 ** 20) };
    const bomb = gzipSync(archive([header, { name: 'evil', data: 'x' }]));
    expect(await refused(bomb, shell, env)).toMatch(/the whole archive is refused/);
  });

  it.each<[string, (bytes: Buffer) => Buffer, RegExp]>([
    ['cut off', (bytes) => gzipSync(bytes).subarray(0, -200), /read behind noise|refused/],
    ['cut off within a name', (bytes) => bytes.subarray(0, 300), /no tar archive|nothing is in it/],
    ['cut off within a file', (bytes) => bytes.subarray(0, 9000), /can not be read behind noise/],
    ['without its last checksum', (bytes) => gzipSync(bytes).subarray(0, -8), /refused/],
    ['no archive', () => Buffer.from('no archive at all'), /no tar archive/],
    ['empty', () => Buffer.alloc(0), /nothing is in it|no tar archive/],
    ['an archive of nothing', () => archive([]), /nothing is in it/],
    ['zipped in another way', (bytes) => bzip2(bytes), /no tar archive/],
    ['zipped twice', (bytes) => gzipSync(gzipSync(bytes)), /no tar archive/],
  ])('F23: refuses a file that is %s', async (_, spoil, said) => {
    const bytes = spoil(archive([{ name: 'noise', data: noise }]));
    expect(await refused(bytes, shell, env)).toMatch(said);
  });

  it('F22: names that begin with a dash are names; what is behind the end counts for nothing', async () => {
    const rig = fresh(shell, env);
    const file = join(rig.folder, 'file');
    const dashes = ['-rf', '--checkpoint=1', '--checkpoint-action=exec=touch pwned', '-C', '*'];
    const bytes = archive(dashes.map((name) => ({ name, data: name })));
    writeFileSync(file, Buffer.concat([bytes, archive([{ name: '../evil', data: 'x' }])]));
    const into = join(rig.root, 'new');
    const reply = await attempt(rig, 'unpack', { file, into }, { way: 'self' });
    expect(resultOf(reply)).toBe('done');
    expect(readdirSync(into).sort()).toEqual([...dashes].sort());
    expect(readdirSync(rig.root)).toEqual(['new']);
  });

  it.each([true, false])(
    'takes files, folders and links that stay inside (zipped: %s)',
    async (zipped) => {
      const rig = fresh(shell, env);
      const file = join(rig.folder, 'file');
      const bytes = archive(
        [
          { name: './', type: '5', mode: 0o700 },
          { name: './bin/', type: '5', mode: 0o750 },
          { name: "./bin/it's here", data: 'x', mode: 0o755 },
          { name: './bin/hard', type: '1', link: "./bin/it's here" },
          { name: './lib', type: '2', link: 'bin/../bin/x' },
          { name: './bin/up', type: '2', link: '../bin' },
        ].filter(({ name }) => name !== './lib'),
      );
      writeFileSync(file, zipped ? gzipSync(bytes) : bytes);
      const into = join(rig.root, 'deep/new');
      const reply = await attempt(rig, 'unpack', { file, into }, { way: 'self' });
      expect(resultOf(reply)).toBe('done');
      expect(readlinkSync(join(into, 'bin/up'))).toBe('../bin');
      expect(lstatSync(join(into, 'bin/hard')).nlink).toBe(2);
      expect(lstatSync(join(into, 'bin')).mode & 0o777).toBe(0o750);
      expect(lstatSync(into).mode & 0o777).toBe(0o755);
    },
  );

  it('leaves alone what somebody else put there', async () => {
    const rig = fresh(shell, env);
    const file = join(rig.folder, 'file');
    writeFileSync(file, archive([{ name: 'good', data: 'good' }]));
    mkdirSync(join(rig.root, 'new'));
    writeFileSync(join(rig.root, 'new/mine'), 'mine');
    const reply = await attempt(
      rig,
      'unpack',
      { file, into: join(rig.root, 'new') },
      { way: 'self' },
    );
    expect(outputOf(reply)).toContain('is there already, and holds something else');
    expect(readdirSync(join(rig.root, 'new'))).toEqual(['mine']);
  });
});
