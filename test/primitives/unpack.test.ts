/** Archives that mean harm are refused as a whole, with the entry named; nothing of them is left. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { busyboxOnly } from '../device/kit/busybox-only.ts';
import { busybox, dash } from '../device/kit/shells.ts';
import { attempt, outputOf, resultOf } from '../device/kit/stories.ts';
import { archive, type Entry } from './archive.ts';
import { freshRigs } from './rigs.ts';

const fresh = freshRigs();
const tools = [
  { name: 'GNU tar', shell: dash, env: undefined },
  { name: 'busybox tar', shell: busybox, env: busyboxOnly() },
];

const harmful: readonly (readonly [string, readonly Entry[], string])[] = [
  ['a name with ..', [{ name: '../evil', data: 'x' }], 'evil'],
  ['a name with .. inside', [{ name: 'a/../../evil', data: 'x' }], 'evil'],
  ['an absolute name', [{ name: '/tmp/cutover-evil', data: 'x' }], 'evil'],
  ['a link out', [{ name: 'evil', type: '2', link: '../../etc' }], 'evil'],
  ['an absolute link', [{ name: 'evil', type: '2', link: '/etc/passwd' }], 'evil'],
  ['a link that climbs after it went down', [{ name: 'evil', type: '2', link: 'a/../..' }], 'evil'],
  [
    'a name that goes through a link',
    [
      { name: 'dir', type: '5' },
      { name: 'link', type: '2', link: 'dir' },
      { name: 'link/evil', data: 'x' },
    ],
    'evil|link',
  ],
  ['a hard link out', [{ name: 'evil', type: '1', link: '/etc/passwd' }], 'evil'],
  ['a hard link to what is not there', [{ name: 'evil', type: '1', link: 'passwd' }], 'evil'],
  ['a character device', [{ name: 'evil', type: '3' }], 'evil'],
  ['a block device', [{ name: 'evil', type: '4' }], 'evil'],
  ['a named pipe', [{ name: 'evil', type: '6' }], 'evil'],
  ['set-uid', [{ name: 'evil', data: 'x', mode: 0o4755 }], 'evil'],
  ['set-gid', [{ name: 'evil', data: 'x', mode: 0o2755 }], 'evil'],
];

describe.concurrent.each(tools)('with $name', ({ shell, env }) => {
  it.each(harmful)('F22: refuses %s', async (_, entries, named) => {
    const rig = fresh(shell, env);
    const file = join(rig.folder, 'file');
    const good: Entry = { name: 'good', data: 'good' };
    writeFileSync(file, gzipSync(archive([good, ...entries])));
    const into = join(rig.root, 'new');
    const reply = await attempt(rig, 'unpack', { file, into }, { way: 'self' });
    expect(resultOf(reply)).toBe('failed');
    expect(outputOf(reply)).toMatch(new RegExp(named));
    expect(readdirSync(rig.root)).toEqual([]);
    expect(existsSync('/tmp/cutover-evil')).toBe(false);
  });

  it('F23: stops at its limit, and removes what it began', async () => {
    const rig = fresh(shell, env);
    const file = join(rig.folder, 'file');
    const zeros = { name: 'zeros', data: Buffer.alloc(48 * 2 ** 20) };
    writeFileSync(file, gzipSync(archive([zeros])));
    const reply = await attempt(rig, 'unpack', { file, into: join(rig.root, 'new') });
    expect(outputOf(reply)).toContain('unpacks to more than');
    expect(readdirSync(rig.root)).toEqual([]);
  });

  it.each([2 ** 31 + 1, 2 ** 33, -1])(
    'F23: is not fooled by an entry of %d bytes',
    async (size) => {
      const rig = fresh(shell, env);
      const file = join(rig.folder, 'file');
      writeFileSync(file, archive([{ name: 'evil', size }]));
      const reply = await attempt(rig, 'unpack', { file, into: join(rig.root, 'new') });
      expect(resultOf(reply)).toBe('failed');
      expect(readdirSync(rig.root)).toEqual([]);
    },
  );

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 200)],
    ['no archive', () => Buffer.from('no archive at all')],
    ['empty', () => Buffer.alloc(0)],
  ])('refuses a file that is %s', async (_, spoil) => {
    const rig = fresh(shell, env);
    const file = join(rig.folder, 'file');
    const noise = execFileSync('head', ['-c', '20000', '/dev/urandom']);
    writeFileSync(file, spoil(gzipSync(archive([{ name: 'noise', data: noise }]))));
    const reply = await attempt(rig, 'unpack', { file, into: join(rig.root, 'new') });
    expect(resultOf(reply)).toBe('failed');
    expect(readdirSync(rig.root)).toEqual([]);
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
