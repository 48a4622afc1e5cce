/** A device that has no tools but busybox's (F20 B05). */
import { describe, expect, it } from 'vitest';
import { pathWith } from '../kit/busybox-only.ts';
import { busybox } from '../kit/shells.ts';
import { offer, type PullDevice } from './pull-rig.ts';
import { access, deviceOf, resultOn, serverOf } from './pull-site.ts';
import type { VersionServer } from './server.ts';

describe('with busybox alone', () => {
  const openssl = pathWith('openssl', [], ['/usr/bin/openssl']);
  const bare = pathWith('bare', [], []);

  async function plainDevice(more: string): Promise<{ device: PullDevice; server: VersionServer }> {
    const server = await serverOf();
    await offer(server, [{ version: '2.0' }]);
    const device = deviceOf(server, busybox);
    device.set([server.url], more);
    return { device, server };
  }

  it('plain FTP must be allowed', async () => {
    const { device } = await plainDevice('');
    const said = await device.begin('run', openssl);
    expect(said.status).toBe(2);
    expect(said.err).toContain("only busybox's downloaders are here, and `plain` is `no`");
    expect(device.version).toBe('1.0');
  });

  it('is allowed with signatures, and each result says plain', async () => {
    const { device } = await plainDevice('plain yes\n');
    expect((await device.begin('run', openssl)).status).toBe(0);
    expect(device.version).toBe('2.0');
    expect(device.read('outbox/1')).toContain('\nmarks plain\n');
  });

  it('without anything to verify with it refuses, also where unsigned is allowed', async () => {
    const { device } = await plainDevice('plain yes\nunsigned yes\n');
    const said = await device.begin('run', bare);
    expect(said.status).toBe(2);
    expect(said.err).toContain('refused: unsigned: neither ssh-keygen -Y nor OpenSSL 3 is here');
    expect(device.version).toBe('1.0');
  });

  it('unsigned is taken with curl, where it is allowed, and each result says so', async () => {
    const { device, server } = await plainDevice('unsigned yes\n');
    const curl = pathWith('curl', ['wget'], ['/usr/bin/curl']);
    device.set([access(device, server)], 'unsigned no\n');
    expect((await device.begin('run', curl)).status).toBe(2);
    device.set([access(device, server)], 'unsigned yes\n');
    expect((await device.begin('run', curl)).status).toBe(0);
    expect(device.version).toBe('2.0');
    expect(resultOn(server)).toContain('\nmarks unsigned\n');
  });
});
