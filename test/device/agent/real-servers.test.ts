/** The agent against servers of the world's, plain and with TLS, its results included: vsftpd, proftpd, pure-ftpd. */
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { realKinds, type Kind } from '../../release/kinds.ts';
import { hasVsftpd, vsftpd, type TestServer } from '../../release/servers.ts';
import { pathWith } from '../kit/busybox-only.ts';
import { busybox, dash } from '../kit/shells.ts';
import { AGENT_PATIENCE, offer, PullDevice } from './pull-rig.ts';
import { VersionServer } from './server.ts';

const ends: (() => unknown)[] = [];
// After each: some of the servers have one and the same port.
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

interface LaidOut {
  readonly server: TestServer;
  readonly trusted: string;
}

async function laidOut(start: Kind['start']): Promise<LaidOut> {
  const publisher = new VersionServer();
  await offer(publisher, [{ version: '2.0' }]);
  const server = await start();
  cpSync(publisher.folder, join(server.root, 'pub'), { recursive: true });
  chmodSync(join(server.root, 'pub'), 0o777);
  ends.push(
    () => server.stop(),
    () => publisher.end(),
  );
  return { server, trusted: publisher.root };
}
function deviceOf({ server, trusted }: LaidOut, more = '', shell = dash): PullDevice {
  const device = new PullDevice(shell, trusted, AGENT_PATIENCE);
  ends.push(() => {
    device.end();
  });
  const { url, user, password } = server.access;
  const login =
    user === undefined ? '' : ` user ${user} password-file ${device.password(password ?? '')}`;
  device.set([url + login], more);
  return device;
}
/** With the one downloader, and the server's own authority. */
function envFor({ folder }: PullDevice, { server }: LaidOut, tool: string): Record<string, string> {
  const authority = join(folder, 'authority.pem');
  writeFileSync(authority, server.ca ?? '');
  return {
    ...pathWith(`real-${tool}`, ['wget'], [`/usr/bin/${tool}`, '/usr/bin/ssh-keygen']),
    ...(server.ca === undefined ? {} : { SSL_CERT_FILE: authority }),
  };
}
function resultOn({ server }: LaidOut): string {
  return readFileSync(join(server.root, 'pub/results/atm-0042.result'), 'utf8');
}

describe.for(realKinds)('$name', ({ start, skip }) => {
  it.skipIf(skip)('B05 B06 B10: by curl, twice, and its results', async () => {
    const place = await laidOut(start);
    const device = deviceOf(place);
    const env = envFor(device, place, 'curl');
    expect(await device.begin('run', env)).toEqual({ status: 0, out: '', err: '' });
    expect(device.version).toBe('2.0');
    expect(resultOn(place)).toContain('\nchannel stable\n');
    expect(resultOn(place)).toContain('\noutcome committed\n');
    // An hour later the same device says `current`: over what is there.
    device.putForward('61 minutes');
    expect(await device.begin('run', env)).toEqual({ status: 0, out: '', err: '' });
    expect(resultOn(place)).toContain('\noutcome current\n');
  });

  it.skipIf(skip)('B05: by GNU wget', async () => {
    const place = await laidOut(start);
    const device = deviceOf(place);
    const said = await device.begin('run', envFor(device, place, 'wget'));
    expect(said).toEqual({ status: 0, out: '', err: '' });
    expect(device.version).toBe('2.0');
    expect(device.read('log')).toContain('nothing here can send results: curl is needed');
  });
});

describe.for(realKinds.filter(({ tls }) => tls === true))('$name', ({ start, skip }) => {
  it.skipIf(skip)('F27: a certificate that nobody vouches for is no server', async () => {
    const place = await laidOut(start);
    const device = deviceOf(place);
    const said = await device.run();
    expect([said.status, said.err]).toEqual([2, 'no version server can be reached\n']);
    expect(device.read('log')).toContain('certificate');
    expect(device.version).toBe('1.0');
  });
});

const why = hasVsftpd ? '' : ' (skipped: needs root and vsftpd)';
describe.skipIf(!hasVsftpd)(`vsftpd, anonymous${why}`, () => {
  it('B05 B10: by busybox alone, its results too', async () => {
    const place = await laidOut(() => vsftpd(false));
    const results = join(place.server.root, 'pub/results');
    mkdirSync(results);
    chmodSync(results, 0o777);
    const device = deviceOf(place, 'plain yes\n', busybox);
    const env = pathWith('plain', [], ['/usr/bin/openssl']);
    expect(await device.begin('run', env)).toEqual({ status: 0, out: '', err: '' });
    expect(device.version).toBe('2.0');
    expect(resultOn(place)).toContain('\nmarks plain\n');
    expect(readFileSync(join(results, 'atm-0042.log'), 'utf8')).toContain('committed');
  });
});
