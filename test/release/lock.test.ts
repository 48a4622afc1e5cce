/** Two publishers at once: neither loses the other's work. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStore } from '../../src/release/open.ts';
import { takeLock } from '../../src/release/publishing/lock.ts';
import type { LockPatience } from '../../src/release/publishing/lock.ts';
import { changePublished } from '../../src/release/publishing/publisher.ts';
import { readOffered } from '../../src/release/publishing/offered.ts';
import { asFault } from '../../src/release/store.ts';
import type { ReleaseStore } from '../../src/release/store.ts';
import { version } from './authority.ts';
import { initialised, newSigner } from './console.ts';
import { demoServer } from './servers.ts';

vi.setConfig({ testTimeout: 60_000 });

const quick: LockPatience = { beatMs: 50, waitMs: 300, staleMs: 600_000, watchMs: 200 };
let folder: string;
let store: ReleaseStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cutover-lock-'));
  store = await openStore({ url: pathToFileURL(folder).href });
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const nobody = () => undefined;

test('twelve at once over FTP: each one’s version is there in the end', async () => {
  const server = await demoServer();
  const setting = { signers: [newSigner()] };
  const root = await initialised([server.access], setting);
  const names = Array.from({ length: 12 }, (_, at) => `1.${String(at)}`);
  const results = await Promise.all(
    names.map((name) =>
      changePublished({ ...setting, servers: [server.access] }, ({ releases }) => ({
        releases: new Map(releases).set(`r${name}`, [version(name)]),
      })),
    ),
  );
  expect(results.filter((result) => 'code' in result)).toEqual([]);
  const offered = await readOffered([server.access], root, Date.now());
  expect('releases' in offered && offered.releases.map(({ release }) => release).sort()).toEqual(
    names.map((name) => `r${name}`).sort(),
  );
  expect(await readdir(join(server.root, 'pub'))).not.toContain('.publishing');
  await server.stop();
});

test('the second waits, is told who has it, and gives up', async () => {
  const first = await takeLock(store, quick, nobody);
  const told: string[] = [];
  const second = await asFault(() => takeLock(store, quick, (who) => told.push(who)));
  expect(second).toMatchObject({ code: 'busy' });
  expect(told[0]).toMatch(/^`\S+@\S+` since \d{4}-/);
  await first.release();
  const third = await takeLock(store, quick, nobody);
  await third.check();
  await third.release();
  expect(await readdir(folder)).toEqual([]);
});

async function leave(owner: string | undefined): Promise<void> {
  await mkdir(join(folder, '.publishing'));
  if (owner !== undefined) await writeFile(join(folder, '.publishing/owner'), owner);
}

const ownerAt = (at: number) =>
  `cutover-publishing 1\nnonce x\nby a@b\nsince 2026-01-01T00:00:00Z\nat ${new Date(at).toISOString().slice(0, 19)}Z\n`;
const patient = { ...quick, waitMs: 5_000 };

test('what a crash left is taken over, when its last sign of life is old', async () => {
  await leave(ownerAt(Date.now() - 700_000));
  const lock = await takeLock(store, patient, nobody);
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
});

test('also where the crash came before the first sign', async () => {
  await leave(undefined);
  const lock = await takeLock(store, patient, nobody);
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
});

test('one with a sign of life within ten minutes is not', async () => {
  await leave(ownerAt(Date.now() - 300_000));
  expect(await asFault(() => takeLock(store, quick, nobody))).toMatchObject({ code: 'busy' });
});

test('one that gives signs of life is not, whatever its clock says', async () => {
  await leave(undefined);
  let at = 0;
  const beating = setInterval(() => {
    void writeFile(join(folder, '.publishing/owner'), ownerAt((at += 1_000)));
  }, 50);
  expect(await asFault(() => takeLock(store, { ...quick, waitMs: 800 }, nobody))).toMatchObject({
    code: 'busy',
  });
  clearInterval(beating);
});

test('whoever has lost it publishes no more', async () => {
  const lock = await takeLock(store, quick, nobody);
  await rm(join(folder, '.publishing'), { recursive: true });
  await leave(ownerAt(Date.now()));
  expect(await asFault(() => lock.check())).toMatchObject({ code: 'busy' });
  await lock.release();
  expect(await readdir(folder)).toEqual(['.publishing']);
});
