/** The agent against a server of the world's: vsftpd with TLS, its results included. */
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasVsftpd, vsftpd, type TestServer } from '../../release/servers.ts';
import { pathWith } from '../kit/busybox-only.ts';
import { busybox, dash } from '../kit/shells.ts';
import { offer, PullDevice } from './pull-rig.ts';
import { VersionServer } from './server.ts';

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.splice(0)) await end();
});

async function laidOut(tls: boolean): Promise<{ server: TestServer; trusted: string }> {
  const publisher = new VersionServer();
  await offer(publisher, [{ version: '2.0' }]);
  const server = await vsftpd(tls);
  cpSync(publisher.folder, join(server.root, 'pub'), { recursive: true });
  chmodSync(join(server.root, 'pub'), 0o777);
  ends.push(
    () => server.stop(),
    () => publisher.end(),
  );
  return { server, trusted: publisher.root };
}
function deviceOf(trusted: string, shell = dash): PullDevice {
  const device = new PullDevice(shell, trusted);
  ends.push(() => {
    device.end();
  });
  return device;
}

describe.runIf(hasVsftpd)('vsftpd', () => {
  let secure: { server: TestServer; trusted: string };
  beforeAll(async () => {
    secure = await laidOut(true);
  });

  it.each(['curl', 'wget'])('B05 B10: with TLS by %s', async (tool) => {
    const device = deviceOf(secure.trusted);
    const authority = join(device.folder, 'authority.pem');
    writeFileSync(authority, secure.server.ca ?? '');
    const env = {
      ...pathWith(`tls-${tool}`, ['wget'], [`/usr/bin/${tool}`, '/usr/bin/ssh-keygen']),
      SSL_CERT_FILE: authority,
    };
    device.set([secure.server.access.url]);
    expect(await device.begin('run', env)).toEqual({ status: 0, out: '', err: '' });
    expect(device.version).toBe('2.0');
    if (tool !== 'curl') {
      expect(device.read('log')).toContain('nothing here can send results: curl is needed');
      return;
    }
    const result = readFileSync(join(secure.server.root, 'pub/results/atm-0042.result'), 'utf8');
    expect(result).toContain('\noutcome committed\n');
  });

  it('F27: a certificate that nobody vouches for is no server', async () => {
    const device = deviceOf(secure.trusted);
    device.set([secure.server.access.url]);
    const said = await device.run();
    expect([said.status, said.err]).toEqual([2, 'no version server can be reached\n']);
    expect(device.read('log')).toContain('certificate');
    expect(device.version).toBe('1.0');
  });

  it('B05 B10: by busybox alone, its results too', async () => {
    const { server, trusted } = await laidOut(false);
    const results = join(server.root, 'pub/results');
    mkdirSync(results);
    chmodSync(results, 0o777);
    const device = deviceOf(trusted, busybox);
    device.set([server.access.url], 'plain yes\n');
    const env = pathWith('plain', [], ['/usr/bin/openssl']);
    expect(await device.begin('run', env)).toEqual({ status: 0, out: '', err: '' });
    expect(device.version).toBe('2.0');
    expect(readFileSync(join(results, 'atm-0042.result'), 'utf8')).toContain('\nmarks plain\n');
    expect(readFileSync(join(results, 'atm-0042.log'), 'utf8')).toContain('committed');
  });
});
