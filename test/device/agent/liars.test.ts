/** The whole agent against servers that lie, with curl and with wget: none holds it up, the next one is tried. */
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { foreign, packageLies, talkLies } from '../../release/lies.ts';
import { liar, type LiarFiles, type Lies } from '../../release/liar.ts';
import { certificateFor, tlsLiar } from '../../release/tls-liar.ts';
import { pathWith } from '../kit/busybox-only.ts';
import { dash } from '../kit/shells.ts';
import { offer, PullDevice } from './pull-rig.ts';
import { VersionServer } from './server.ts';

// What says nothing is waited for, several times over.
vi.setConfig({ testTimeout: 300_000 });

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.splice(0)) await end();
});

let honest: VersionServer;
let files: LiarFiles;
beforeAll(async () => {
  honest = await new VersionServer().start();
  ends.push(() => honest.end());
  await offer(honest, [{ version: '2.0' }]);
  files = contentOf(honest.folder);
});
function contentOf(folder: string): LiarFiles {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const own = paths.filter((path) => statSync(join(folder, path)).isFile());
  return Object.fromEntries(
    own.map((path) => [relative('.', path), readFileSync(join(folder, path))]),
  );
}

async function lying(lies: Lies): Promise<string> {
  const server = await liar(files, lies);
  ends.push(() => server.stop());
  return server.url;
}
function deviceOf(...servers: readonly string[]): PullDevice {
  const device = new PullDevice(dash, honest.root);
  ends.push(() => {
    device.end();
  });
  device.set(servers);
  return device;
}

const tools = [
  { tool: 'curl', env: {} },
  {
    tool: 'GNU wget',
    env: pathWith('lied-to', ['wget'], ['/usr/bin/wget', '/usr/bin/ssh-keygen']),
  },
];

/** Alone it gives nothing; before another server it costs some time. */
async function isPassedOver(url: string, env: Readonly<Record<string, string>>): Promise<void> {
  const device = deviceOf(url);
  const alone = await device.begin('run', env);
  expect(alone.status, alone.err).toBe(2);
  expect(device.version).toBe('1.0');
  expect(device.read('log')).toContain(url);
  device.set([`${url} weight 100`, `${honest.url} weight 1`]);
  const both = await device.begin('run', env);
  expect(both).toEqual({ status: 0, out: '', err: '' });
  expect(device.version).toBe('2.0');
}

describe.concurrent.each(tools)('by $tool', ({ tool, env }) => {
  it('takes all from the liar, where it tells the truth', async () => {
    const device = deviceOf(await lying({}));
    expect((await device.begin('run', env)).status).toBe(0);
    expect(device.version).toBe('2.0');
  });

  it.each(talkLies)('$row B06: $what', async ({ lies }) => {
    await isPassedOver(await lying(lies(files)), env);
  });

  it.each(packageLies)('$row B06: $what', async ({ what, lies }) => {
    const url = await lying(lies(files));
    // What is said of a size is believed by nobody: the package is taken.
    if (what.startsWith('a size')) {
      const device = deviceOf(url, honest.url);
      expect((await device.begin('run', env)).status).toBe(0);
      expect(device.version).toBe('2.0');
    } else await isPassedOver(url, env);
  });

  it('F26: nothing is ever listed', async () => {
    const said: string[] = [];
    const reply = (line: string): string | undefined => {
      said.push(line);
      return /^(LIST|NLST|MLSD)/.test(line) ? '150 ../../etc/cron.d/x' : undefined;
    };
    const device = deviceOf(await lying({ reply }));
    await device.begin('run', env);
    expect(said.some((line) => line.startsWith('RETR'))).toBe(true);
    expect(said.filter((line) => /^(LIST|NLST|MLSD)/.test(line))).toEqual([]);
  });

  it('F27: data that are said to lie on another host', async () => {
    let visits = 0;
    const elsewhere = createServer((socket) => {
      visits += 1;
      socket.on('error', () => undefined).end('nothing');
    }).listen(0, '127.0.0.2');
    await once(elsewhere, 'listening');
    ends.push(() => elsewhere.close());
    await isPassedOver(await lying(foreign((elsewhere.address() as AddressInfo).port)(files)), env);
    // GNU wget can't be told not to go there (docs/releases.md); it is believed no more for that.
    expect(visits > 0).toBe(tool === 'GNU wget');
  });

  it.each(['500 what?', '234 go'])('F27: TLS is stripped: AUTH is answered %s', async (answer) => {
    const said: string[] = [];
    const url = await lying({
      reply: (line) => {
        said.push(line);
        return line.startsWith('AUTH') ? `${answer}\r\n230 in` : undefined;
      },
    });
    await isPassedOver(url.replace('ftp:', 'ftps:'), env);
    expect(said.filter((line) => /^(USER|PASS|RETR)/.test(line))).toEqual([]);
    expect(said.some((line) => line.startsWith('AUTH'))).toBe(true);
  });

  it.each([
    ['has ended', 'localhost', -1, true],
    ['is for another host', 'elsewhere.example', 2, true],
    ['nobody vouches for', 'localhost', 2, false],
  ])('F27: a certificate that %s', async (_, host, days, known) => {
    const certificate = certificateFor(host, days);
    const server = await tlsLiar(certificate);
    ends.push(() => server.stop());
    const device = deviceOf(server.url);
    const authorities = join(device.folder, 'authorities.pem');
    writeFileSync(authorities, (known ? certificate : certificateFor('localhost', 2)).cert);
    const said = await device.begin('run', { ...env, SSL_CERT_FILE: authorities });
    expect([said.status, said.err]).toEqual([2, 'no version server can be reached\n']);
    expect(server.told.every((line) => line.startsWith('AUTH'))).toBe(true);
    expect(server.told.length).toBeGreaterThan(0);
  });

  it('S13: what tells the tool a password lies in the agent’s own folder', async () => {
    const device = deviceOf();
    device.set([`${honest.url} user ftp password-file ${device.password('x')}`]);
    const shim = join(device.folder, 'bin/wget');
    const seen = join(device.folder, 'seen');
    mkdirSync(seen);
    // A file for each call: none may grow past what is fetched.
    const tells = `#!/bin/sh\necho "$*" >${seen}/$$\nexec /usr/bin/wget "$@"\n`;
    writeFileSync(shim, tells, { mode: 0o755 });
    expect((await device.begin('run', env)).status).toBe(0);
    const calls = readdirSync(seen).map((name) => readFileSync(join(seen, name), 'utf8'));
    const settings = calls.flatMap((call) => call.match(/--config=\S+/g) ?? []);
    const own = `--config=${device.home}/`;
    expect(settings.filter((path) => !path.startsWith(own))).toEqual([]);
    expect(settings.length > 0).toBe(tool === 'GNU wget');
  });

  it('F27: a certificate that is right is spoken to', async () => {
    const certificate = certificateFor('localhost', 2);
    const server = await tlsLiar(certificate);
    ends.push(() => server.stop());
    const device = deviceOf(server.url);
    const authorities = join(device.folder, 'authorities.pem');
    writeFileSync(authorities, certificate.cert);
    await device.begin('run', { ...env, SSL_CERT_FILE: authorities });
    expect(server.told.some((line) => line.startsWith('USER'))).toBe(true);
  });
});
