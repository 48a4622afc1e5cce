import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadRelease } from '../../src/release/folder.ts';
import type { PreparedRelease } from '../../src/release/folder.ts';
import { publishRelease } from '../../src/release/publish.ts';
import type { PublishProgress } from '../../src/release/publish.ts';
import { listReleases, readRelease } from '../../src/release/read.ts';
import { demoServer, hasVsftpd, vsftpd } from './servers.ts';
import type { TestServer } from './servers.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let base: string;
const AT = '2026-11-27T10:00:00.123Z';

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'cutover-publish-'));
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

async function release(version: string, content = 'umg', at = AT): Promise<PreparedRelease> {
  const folder = await folderOf(version, content);
  const { release: loaded, diagnostics } = await loadRelease(folder, at);
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

interface Kind {
  readonly name: string;
  readonly skip?: boolean;
  readonly start: () => Promise<TestServer>;
}

const why = hasVsftpd ? '' : ' (skipped: needs root and /usr/sbin/vsftpd)';
const kinds: readonly Kind[] = [
  { name: 'a folder of this machine', start: folderServer },
  { name: 'the demo’s FTP server', start: demoServer },
  { name: `vsftpd${why}`, start: () => vsftpd(false), skip: !hasVsftpd },
  { name: `vsftpd with TLS${why}`, start: () => vsftpd(true), skip: !hasVsftpd },
];

async function folderServer(): Promise<TestServer> {
  const root = join(base, 'server');
  await mkdir(join(root, 'pub'), { recursive: true });
  const access = { url: pathToFileURL(join(root, 'pub')).href };
  return { root, access, stop: () => Promise.resolve() };
}

/** The same on every kind of server. */
function promise(what: string, story: (server: TestServer) => Promise<void>): void {
  describe(what, () => {
    test.for(kinds)('on $name', async ({ start, skip }, { skip: skipTest }) => {
      if (skip === true) skipTest();
      const server = await start();
      try {
        await story(server);
      } finally {
        await server.stop();
      }
    });
  });
}

function optionsFor({ ca }: TestServer): { ca?: string } {
  return ca === undefined ? {} : { ca };
}

promise(
  'B01: publishes, and the version information file and the package are there',
  async (server) => {
    const seen: number[] = [];
    const results = await publishRelease(await release('3.0'), [server.access], {
      ...optionsFor(server),
      onProgress: ({ doneBytes }) => seen.push(doneBytes),
    });
    expect(results).toEqual([{ server: server.access.url, outcome: 'published' }]);
    expect(seen.at(-1)).toBe(3);
    const files = await readdir(join(server.root, 'pub/core/3.0'));
    expect(files.sort()).toEqual(['release', 'umg.tar.gz']);
    expect(await readFile(join(server.root, 'pub/core/3.0/umg.tar.gz'), 'utf8')).toBe('umg');
  },
);

promise('B01: a package is said to be stored when it stands there, not before', async (server) => {
  const prepared = await release('3.0');
  const stored: boolean[] = [];
  const onProgress = ({ stored: is }: PublishProgress) => void stored.push(is);
  // A folder of the package's name: what was sent whole can't get its name.
  await mkdir(join(server.root, 'pub/core/3.0/umg.tar.gz/in-the-way'), { recursive: true });
  for (const folder of ['core', 'core/3.0']) await chmod(join(server.root, 'pub', folder), 0o777);
  const blocked = await publishRelease(prepared, [server.access], {
    ...optionsFor(server),
    onProgress,
  });
  expect(blocked[0]?.fault).toBeDefined();
  expect(stored).toContain(false);
  expect(stored).not.toContain(true);
  await rm(join(server.root, 'pub/core'), { recursive: true });
  await publishRelease(prepared, [server.access], { ...optionsFor(server), onProgress });
  expect(stored.filter((is) => is)).toHaveLength(1);
  expect(stored.at(-1)).toBe(true);
});

promise('B04: the newest version is read, and any other by its number', async (server) => {
  await publishRelease(await release('3.0'), [server.access], optionsFor(server));
  await publishRelease(await release('2.9'), [server.access], optionsFor(server));
  const newest = await readRelease([server.access], 'core', undefined, optionsFor(server));
  expect(newest).toMatchObject({ information: { version: '3.0' }, failed: [] });
  const older = await readRelease([server.access], 'core', '2.9', optionsFor(server));
  expect(older).toMatchObject({
    information: { packages: [{ script: 'umg', variant: 'any', size: 3 }] },
  });
  expect(await listReleases(server.access, optionsFor(server))).toMatchObject([
    { name: 'core', version: '3.0' },
    { name: 'core', version: '2.9' },
  ]);
});

promise('the same again is nothing to do; a lost package is sent again', async (server) => {
  await publishRelease(await release('3.0'), [server.access], optionsFor(server));
  const later = await release('3.0', 'umg', '2027-01-01T00:00:00Z');
  const again = await publishRelease(later, [server.access], optionsFor(server));
  expect(again).toMatchObject([{ outcome: 'already' }]);
  await rm(join(server.root, 'pub/core/3.0/umg.tar.gz'));
  const mended = await publishRelease(later, [server.access], optionsFor(server));
  expect(mended).toMatchObject([{ outcome: 'published' }]);
  expect(await readFile(join(server.root, 'pub/core/3.0/umg.tar.gz'), 'utf8')).toBe('umg');
});

promise(
  'other content under a published version is refused, and changes nothing',
  async (server) => {
    await publishRelease(await release('3.0'), [server.access], optionsFor(server));
    const other = await publishRelease(
      await release('3.0', 'UMG'),
      [server.access],
      optionsFor(server),
    );
    expect(other).toMatchObject([{ fault: { code: 'release-differs' } }]);
    expect(await readFile(join(server.root, 'pub/core/3.0/umg.tar.gz'), 'utf8')).toBe('umg');
  },
);

promise('a file that changes while it is sent is not published', async (server) => {
  const prepared = await release('3.0');
  await writeFile(join(base, 'release-3.0/umg.tar.gz'), 'GMU');
  const results = await publishRelease(prepared, [server.access], optionsFor(server));
  expect(results).toMatchObject([{ fault: { code: 'file-changed' } }]);
  const found = await readRelease([server.access], 'core', '3.0', optionsFor(server));
  expect(found).toMatchObject({ code: 'no-release' });
});

promise('a version that is not there is a fault that names it', async (server) => {
  const found = await readRelease([server.access], 'core', '9.9', optionsFor(server));
  expect(found).toMatchObject({ code: 'no-release' });
  expect('message' in found && found.message).toContain('core 9.9');
});
