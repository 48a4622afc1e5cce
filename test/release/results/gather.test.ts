/** B10, B12: results are read from every kind of server, few and many, right and hostile. */
import { chmod, mkdir, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { forgetResults, readLog } from '../../../src/release/results/device-files.ts';
import { gatherResults } from '../../../src/release/results/gather.ts';
import { promise } from '../kinds.ts';
import { pureFtpd, hasPureFtpd } from '../other-servers.ts';
import { demoServer, hasVsftpd, vsftpd, type TestServer } from '../servers.ts';
import { resultText } from './texts.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

async function folderOn({ root }: TestServer): Promise<string> {
  const folder = join(root, 'pub/results');
  await mkdir(folder, { recursive: true });
  for (const each of [join(root, 'pub'), folder]) await chmod(each, 0o777);
  return folder;
}

function gathered({ access, ca }: TestServer, device?: string, onProgress = () => undefined) {
  return gatherResults([access], device, onProgress, ca === undefined ? {} : { ca });
}

promise('B10: what devices have sent is found, and what is none is told', async (server) => {
  const folder = await folderOn(server);
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await write('atm-1.result', resultText({ device: 'atm-1', installed: '3.0' }));
  await utimes(join(folder, 'atm-1.result'), 1_700_000_000, 1_700_000_000);
  await write('atm-2.result', resultText({ device: 'atm-2' }).slice(0, -1));
  await write('atm-3.result', resultText({ device: 'atm-1' }));
  await write('atm-4.result', `${resultText({ device: 'atm-4' })}${'x'.repeat(70_000)}`);
  await write('atm-5.result.part', 'cut');
  await write('atm-1.log', 'log');
  await write('--help.result', resultText());
  await mkdir(join(folder, 'atm-6.result'));
  const { servers, found } = await gathered(server);
  expect(servers).toMatchObject([{ url: server.access.url, results: found.length }]);
  expect(servers[0]?.fault).toBeUndefined();
  // A server without MLSD gives a folder's name as any other: it is found to be no file then.
  const { 'atm-6': folderSaid = { problem: '' }, ...said } = Object.fromEntries(
    found.map(({ device, said: one }) => [device, one]),
  );
  expect(folderSaid).toHaveProperty('problem');
  expect(said).toEqual({
    'atm-1': { result: expect.objectContaining({ installed: '3.0' }) as object },
    'atm-2': { problem: expect.stringContaining('the file is cut') as string },
    'atm-3': { problem: 'it is of another device, atm-1' },
    'atm-4': { problem: expect.stringContaining('larger than 65536 bytes') as string },
  });
  const [first] = found.filter(({ device }) => device === 'atm-1');
  expect(first?.arrived).toBe(1_700_000_000_000);
});

promise('B10: one device, its log, and that it is forgotten', async (server) => {
  const folder = await folderOn(server);
  const options = server.ca === undefined ? {} : { ca: server.ca };
  expect((await gathered(server, 'atm-1')).found).toEqual([]);
  for (const device of ['atm-1', 'atm-2'])
    await writeFile(join(folder, `${device}.result`), resultText({ device }));
  await writeFile(join(folder, 'atm-1.log'), 'a\u001b[2J\n');
  expect((await gathered(server, 'atm-1')).found).toMatchObject([{ device: 'atm-1' }]);
  expect(await readLog(server.access, 'atm-1', options)).toEqual({ log: 'a\u001b[2J\n' });
  expect(await readLog(server.access, 'atm-2', options)).toEqual({});
  expect(await forgetResults(server.access, 'atm-1', options)).toEqual({ removed: 2 });
  expect(await forgetResults(server.access, 'atm-1', options)).toEqual({ removed: 0 });
  expect(await readdir(folder)).toEqual(['atm-2.result']);
});

promise('B10: where nobody has reported yet there is nothing, and no fault', async (server) => {
  const { servers, found } = await gathered(server);
  expect(servers).toEqual([{ url: server.access.url, results: 0, odd: 0 }]);
  expect(found).toEqual([]);
});

test('a link out of a folder is not followed', async () => {
  const server = await demoServer();
  const folder = await folderOn(server);
  await symlink('/etc/hostname', join(folder, 'atm-1.result'));
  const access = { url: `file://${join(server.root, 'pub')}` };
  expect((await gatherResults([access], undefined, () => undefined)).found).toEqual([]);
  await server.stop();
});

test('a server that can’t be reached is named, and the others are read', async () => {
  const server = await demoServer();
  await writeFile(join(await folderOn(server), 'atm-1.result'), resultText());
  const lost = { url: 'ftp://127.0.0.1:1/pub' };
  const { servers, found } = await gatherResults([lost, server.access], undefined, () => undefined);
  expect(servers).toMatchObject([
    { url: lost.url, results: 0, fault: { code: 'server-unreachable' } },
    { url: server.access.url, results: 1 },
  ]);
  expect(found).toHaveLength(1);
  await server.stop();
});

const many = [
  { name: 'the demo’s FTP server', is: true, start: demoServer },
  { name: 'vsftpd', is: hasVsftpd, start: () => vsftpd(false) },
];

describe.for(many)('B12: 2,000 devices on $name', ({ is, start }) => {
  test.skipIf(!is)('all are read, each once', async () => {
    const server = await start();
    const folder = await folderOn(server);
    const names = Array.from({ length: 2_000 }, (_, at) => `atm-${String(10_000 + at)}`);
    for (const device of names) {
      await writeFile(join(folder, `${device}.result`), resultText({ device }));
      await writeFile(join(folder, `${device}.log`), device);
    }
    const seen: number[] = [];
    const { servers, found } = await gatherResults(
      [server.access],
      undefined,
      (_url, done, total) => {
        if (done % 1_000 === 0) seen.push(done, total);
      },
    );
    expect(servers).toEqual([{ url: server.access.url, results: 2_000, odd: 0 }]);
    expect(found.map(({ device }) => device).sort()).toEqual(names);
    expect(found.filter(({ said }) => 'problem' in said)).toEqual([]);
    expect(seen).toEqual([1_000, 2_000, 2_000, 2_000]);
    await server.stop();
  });
});

test.skipIf(!hasPureFtpd)(
  'F26: a listing that pure-ftpd cuts is a fault, and no smaller fleet',
  async () => {
    const server = await pureFtpd(false, ['--limitrecursion', '20:8']);
    const folder = await folderOn(server);
    for (let at = 10; at < 40; at += 1)
      await writeFile(
        join(folder, `atm-${String(at)}.result`),
        resultText({ device: `atm-${String(at)}` }),
      );
    const { servers, found } = await gathered(server);
    expect(servers).toMatchObject([{ fault: { code: 'listing-cut' } }]);
    expect(found.length).toBeGreaterThan(10);
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  },
);
