import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadRelease } from '../../src/release/folder.ts';
import type { PreparedRelease } from '../../src/release/folder.ts';
import { initialised, newSigner, publish, readCore } from './console.ts';
import { hasProftpd, hasPureFtpd, proftpd, pureFtpd } from './other-servers.ts';
import { demoServer, hasVsftpd, vsftpd } from './servers.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let base: string;
const setting = { signers: [newSigner()] };

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'cutover-several-'));
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

async function release(version = '3.0'): Promise<PreparedRelease> {
  const folder = join(base, 'release');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'umg.tar.gz'), Buffer.alloc(300_000, 'u'));
  const text = `cutover: 1\nrelease: core\nversion: "${version}"\npackages:\n  - { script: umg, artifact: package, file: umg.tar.gz }\n`;
  await writeFile(join(folder, 'release.yaml'), text);
  const { release: loaded } = await loadRelease(folder);
  if (loaded === undefined) throw new Error('no release');
  return loaded;
}

async function folderServer(name: string): Promise<{ url: string; root: string }> {
  const root = join(base, name);
  await mkdir(root, { recursive: true });
  return { url: pathToFileURL(root).href, root };
}

test('mirrors are alike to the byte, also those that are filled later', async () => {
  const [one, two] = [await folderServer('one'), await folderServer('two')];
  await initialised([one], setting);
  await publish(await release('2.9'), [one], setting);
  await publish(await release('3.0'), [one], setting);
  const results = await publish(await release('3.0'), [one, two], setting);
  expect(results).toMatchObject([{ outcome: 'already' }, { outcome: 'published' }]);
  const packages = ['core/2.9/umg.tar.gz', 'core/3.0/umg.tar.gz'];
  for (const path of ['timestamp', '3.snapshot', 'core/2.versions', '1.root', ...packages]) {
    const [a, b] = [await readFile(join(one.root, path)), await readFile(join(two.root, path))];
    expect(a.equals(b), path).toBe(true);
  }
});

test('a server that fails doesn’t keep the others from it, and is named', async () => {
  const good = await folderServer('good');
  await initialised([good], setting);
  const results = await publish(
    await release(),
    [{ url: 'ftp://127.0.0.1:1/pub' }, good, { url: 'gopher://old' }],
    setting,
  );
  expect(results).toMatchObject([
    { server: 'ftp://127.0.0.1:1/pub', fault: { code: 'server-unreachable' } },
    { server: good.url, outcome: 'published' },
    { server: 'gopher://old', fault: { code: 'server-url' } },
  ]);
});

test('a publishing that broke off leaves the version unknown, and is simply begun again', async () => {
  const server = await demoServer();
  const root = await initialised([server.access], setting);
  const prepared = await release();
  // In the way of the last step but one: nothing can be renamed to a folder that holds something.
  const obstacle = join(server.root, 'pub/2.snapshot');
  await mkdir(join(obstacle, 'x'), { recursive: true });
  expect(await publish(prepared, [server.access], setting)).toMatchObject([
    { fault: { code: expect.stringMatching(/^(?:server-refused|no-file)$/) as string } },
  ]);
  expect(await readCore([server.access], root, '3.0')).toMatchObject({ code: 'no-release' });
  await rm(obstacle, { recursive: true });
  expect(await publish(prepared, [server.access], setting)).toMatchObject([
    { outcome: 'published' },
  ]);
  expect(await readCore([server.access], root)).toMatchObject({ information: { version: '3.0' } });
  const left = [
    ...(await readdir(join(server.root, 'pub'))),
    ...(await readdir(join(server.root, 'pub/core/3.0'))),
  ];
  expect(left.filter((name) => /part|publishing/.test(name))).toEqual([]);
  await server.stop();
});

test('a version is published under one spelling', async () => {
  const server = await folderServer('one');
  await initialised([server], setting);
  await publish(await release(), [server], setting);
  const again = await publish(await release('3.0.0'), [server], setting);
  expect(again).toMatchObject({ code: 'release-differs' });
});

const all = hasVsftpd && hasProftpd && hasPureFtpd;

test.skipIf(!all)(
  'B01 B06: vsftpd, proftpd and pure-ftpd are brought to the same; what two have lost the third has',
  async () => {
    const servers = [await vsftpd(false), await proftpd(false), await pureFtpd(false)];
    const accesses = servers.map(({ access }) => access);
    const root = await initialised(accesses, setting);
    const published = { outcome: 'published' };
    const results = await publish(await release('3.0'), accesses, setting);
    expect(results).toMatchObject([published, published, published]);
    const [, , third] = servers;
    for (const server of servers.slice(0, 2)) await rm(join(server.root, 'pub/timestamp'));
    const found = await readCore(accesses, root);
    expect(found).toMatchObject({ information: { version: '3.0' }, from: third?.access.url });
    await publish(await release('3.0'), accesses, setting);
    for (const path of ['timestamp', '2.snapshot', 'core/1.versions', 'core/3.0/umg.tar.gz']) {
      const texts = await Promise.all(
        servers.map((server) => readFile(join(server.root, 'pub', path), 'latin1')),
      );
      expect(new Set(texts).size, path).toBe(1);
    }
    for (const server of servers) await server.stop();
  },
);

test.skipIf(!hasProftpd)(
  'B01: a server that lets nobody go on with an upload gets it anew',
  async () => {
    const server = await proftpd(false, ['AllowStoreRestart off']);
    const root = await initialised([server.access], setting);
    const prepared = await release('3.0');
    const [[path, { sha256 }] = ['', { sha256: '' }]] = [...prepared.files];
    const folder = join(server.root, 'pub/core/3.0');
    await mkdir(folder, { recursive: true });
    for (const part of ['core', 'core/3.0']) await chmod(join(server.root, 'pub', part), 0o777);
    const part = join(server.root, 'pub', `${path}.${sha256.slice(0, 12)}.part`);
    await writeFile(part, Buffer.alloc(100_000, 'u'));
    await chmod(part, 0o666);
    expect(await publish(prepared, [server.access], setting)).toMatchObject([
      { outcome: 'published' },
    ]);
    expect(await readCore([server.access], root)).toMatchObject({
      information: { version: '3.0' },
    });
    await server.stop();
  },
);
