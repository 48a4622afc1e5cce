import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { loadRelease } from '../../src/release/folder.ts';
import type { PreparedRelease } from '../../src/release/folder.ts';
import { readOffered } from '../../src/release/publishing/offered.ts';
import { initialised, newSigner, publish, readCore } from './console.ts';
import type { Setting } from './console.ts';
import { promise } from './kinds.ts';
import type { TestServer } from './servers.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let base: string;
const signers = [newSigner()];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'cutover-publish-'));
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

async function release(version: string, content = 'umg'): Promise<PreparedRelease> {
  const folder = await folderOf(version, content);
  const { release: loaded, diagnostics } = await loadRelease(folder);
  expect(diagnostics).toEqual([]);
  if (loaded === undefined) throw new Error('no release');
  return loaded;
}

async function folderOf(version: string, content: string, more = ''): Promise<string> {
  const folder = join(base, `release-${version}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'umg.tar.gz'), content);
  await writeFile(
    join(folder, 'release.yaml'),
    `cutover: 1\nrelease: core\nversion: ${version}\npackages:\n  - { script: umg, artifact: package, file: umg.tar.gz }\n${more}`,
  );
  return folder;
}

function settingFor({ ca }: TestServer): Setting {
  return { signers, ...(ca === undefined ? {} : { ca }) };
}

promise(
  'B01: publishes, and the version information file and the package are there',
  async (server) => {
    const seen: number[] = [];
    const setting = settingFor(server);
    await initialised([server.access], setting);
    const results = await publish(await release('3.0'), [server.access], {
      ...setting,
      onProgress: ({ doneBytes }) => seen.push(doneBytes),
    });
    expect(results).toEqual([{ server: server.access.url, outcome: 'published' }]);
    expect(seen).toEqual([3]);
    const files = await readdir(join(server.root, 'pub'), { recursive: true });
    expect(files.sort()).toEqual([
      '1.root',
      '1.snapshot',
      '2.snapshot',
      'core',
      'core/1.versions',
      'core/3.0',
      'core/3.0/umg.tar.gz',
      'timestamp',
    ]);
    expect(await readFile(join(server.root, 'pub/core/3.0/umg.tar.gz'), 'utf8')).toBe('umg');
  },
);

promise('B01: a package is said to be stored when it stands there, not before', async (server) => {
  const prepared = await release('3.0');
  const stored: boolean[] = [];
  const setting: Setting = {
    ...settingFor(server),
    onProgress: ({ doneBytes, totalBytes }) => void stored.push(doneBytes === totalBytes),
  };
  await initialised([server.access], setting);
  // A folder of the package's name: what was sent whole can't get its name.
  const [path = ''] = [...prepared.files.keys()].filter((each) => each.endsWith('/umg.tar.gz'));
  await mkdir(join(server.root, 'pub', path, 'in-the-way'), { recursive: true });
  for (const folder of ['core', 'core/3.0']) await chmod(join(server.root, 'pub', folder), 0o777);
  const blocked = await publish(prepared, [server.access], setting);
  expect(JSON.stringify(blocked)).toContain('"fault"');
  expect(stored).not.toContain(true);
  await rm(join(server.root, 'pub', path), { recursive: true });
  await publish(prepared, [server.access], setting);
  expect(stored).toContain(true);
});

promise('B04: the newest version is read, and any other by its number', async (server) => {
  const setting = settingFor(server);
  const root = await initialised([server.access], setting);
  await publish(await release('3.0'), [server.access], setting);
  await publish(await release('2.9'), [server.access], setting);
  const newest = await readCore([server.access], root, undefined, setting);
  expect(newest).toMatchObject({ information: { version: '3.0' }, failed: [] });
  const older = await readCore([server.access], root, '2.9', setting);
  expect(older).toMatchObject({
    information: { packages: [{ script: 'umg', variant: 'any', size: 3 }] },
  });
  expect(await readOffered([server.access], root, Date.now(), setting)).toMatchObject({
    counter: 3,
    releases: [
      { release: 'core', revision: 2, versions: [{ version: '3.0' }, { version: '2.9' }] },
    ],
  });
});

promise('the same again is nothing to do; a lost package is sent again', async (server) => {
  const setting = settingFor(server);
  await initialised([server.access], setting);
  await publish(await release('3.0'), [server.access], setting);
  const again = await publish(await release('3.0'), [server.access], setting);
  expect(again).toMatchObject([{ outcome: 'already' }]);
  await rm(join(server.root, 'pub/core/3.0/umg.tar.gz'));
  const mended = await publish(await release('3.0'), [server.access], setting);
  expect(mended).toMatchObject([{ outcome: 'published' }]);
  expect(await readFile(join(server.root, 'pub/core/3.0/umg.tar.gz'), 'utf8')).toBe('umg');
});

promise(
  'other content under a published version is refused, and changes nothing',
  async (server) => {
    const setting = settingFor(server);
    await initialised([server.access], setting);
    await publish(await release('3.0'), [server.access], setting);
    const other = await publish(await release('3.0', 'UMG'), [server.access], setting);
    expect(other).toMatchObject({ code: 'release-differs' });
    expect(await readFile(join(server.root, 'pub/core/3.0/umg.tar.gz'), 'utf8')).toBe('umg');
    expect(await readdir(join(server.root, 'pub'))).not.toContain('.publishing');
  },
);

promise('a file that changes while it is sent is not published', async (server) => {
  const setting = settingFor(server);
  const root = await initialised([server.access], setting);
  const prepared = await release('3.0');
  await writeFile(join(base, 'release-3.0/umg.tar.gz'), 'GMU');
  const results = await publish(prepared, [server.access], setting);
  expect(results).toMatchObject([{ fault: { code: 'file-changed' } }]);
  const found = await readCore([server.access], root, '3.0', setting);
  expect(found).toMatchObject({ code: 'no-release' });
});

promise('a version that is not there is a fault that names it', async (server) => {
  const setting = settingFor(server);
  const root = await initialised([server.access], setting);
  const found = await readCore([server.access], root, '9.9', setting);
  expect(found).toMatchObject({ code: 'no-release' });
  expect('message' in found && found.message).toContain('core 9.9');
});

/** Half of it has come: it is gone on with, and what was there is not sent again. */
promise('an upload that broke off is resumed', async (server) => {
  const setting = settingFor(server);
  await initialised([server.access], setting);
  const content = randomBytes(200_000);
  const prepared = await release('3.0', content.toString('latin1'));
  const local = prepared.files.get('core/3.0/umg.tar.gz');
  const whole = await readFile(join(base, 'release-3.0/umg.tar.gz'));
  const folder = join(server.root, 'pub/core/3.0');
  await mkdir(folder, { recursive: true });
  for (const part of ['core', 'core/3.0']) await chmod(join(server.root, 'pub', part), 0o777);
  const part = join(folder, `umg.tar.gz.${local?.sha256.slice(0, 12) ?? ''}.part`);
  await writeFile(part, whole.subarray(0, 150_000));
  await chmod(part, 0o666);
  const seen: number[] = [];
  const results = await publish(prepared, [server.access], {
    ...setting,
    onProgress: ({ doneBytes }) => seen.push(doneBytes),
  });
  expect(results).toMatchObject([{ outcome: 'published' }]);
  expect(Math.min(...seen)).toBeGreaterThan(150_000);
  expect((await readFile(join(folder, 'umg.tar.gz'))).equals(whole)).toBe(true);
});

promise('a beginning of something else is not gone on with', async (server) => {
  const setting = settingFor(server);
  await initialised([server.access], setting);
  const prepared = await release('3.0', 'x'.repeat(1_000));
  const local = prepared.files.get('core/3.0/umg.tar.gz');
  const folder = join(server.root, 'pub/core/3.0');
  await mkdir(folder, { recursive: true });
  for (const part of ['core', 'core/3.0']) await chmod(join(server.root, 'pub', part), 0o777);
  const part = join(folder, `umg.tar.gz.${local?.sha256.slice(0, 12) ?? ''}.part`);
  await writeFile(part, 'y'.repeat(500));
  await chmod(part, 0o666);
  expect(await publish(prepared, [server.access], setting)).toMatchObject([
    { outcome: 'published' },
  ]);
  expect(await readFile(join(folder, 'umg.tar.gz'), 'utf8')).toBe('x'.repeat(1_000));
});
