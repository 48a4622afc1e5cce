/** What a reader has seen, on disc. */
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readKept, writeKept } from '../../src/release/trust/seen.ts';

let base: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'cutover-seen-'));
});

afterEach(async () => {
  await chmod(base, 0o700);
  await rm(base, { recursive: true, force: true });
});

test('nothing is there before the first time', async () => {
  expect(await readKept(join(base, 'trust/x'))).toEqual({});
});

test('what is written is read; what is not given stays', async () => {
  const folder = join(base, 'trust/x');
  await writeKept(folder, { root: 'r1', timestamp: 't1', snapshot: 's1' });
  await writeKept(folder, { root: 'r2' });
  expect(await readKept(folder)).toEqual({ root: 'r2', timestamp: 't1', snapshot: 's1' });
  expect((await readdir(folder)).sort()).toEqual(['root', 'snapshot', 'timestamp']);
});

test('nobody else may read or write it', async () => {
  const folder = join(base, 'trust/x');
  await writeKept(folder, { root: 'r1' });
  for (const path of [join(base, 'trust'), folder, join(folder, 'root')])
    expect((await stat(path)).mode & 0o077).toBe(0);
});

test('what the file system refuses is thrown as it is', async () => {
  await writeFile(join(base, 'trust'), '');
  await expect(writeKept(join(base, 'trust/x'), { root: 'r' })).rejects.toMatchObject({
    code: 'ENOTDIR',
  });
  await mkdir(join(base, 'y/root'), { recursive: true });
  await expect(readKept(join(base, 'y'))).rejects.toMatchObject({ code: 'EISDIR' });
});
