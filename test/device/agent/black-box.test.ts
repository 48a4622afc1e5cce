/** The whole agent, run as cron runs it, under each attack: it says which it is, keeps what it has, and goes on afterwards. */
import { afterAll, describe, expect, it } from 'vitest';
import { pathWith } from '../kit/busybox-only.ts';
import { dash } from '../kit/shells.ts';
import { rootAttacks } from './attacks-root.ts';
import { attacks, type Attack } from './attacks.ts';
import { offer, PullDevice } from './pull-rig.ts';
import { VersionServer } from './server.ts';
import { newKey } from './signer.ts';

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.splice(0)) await end();
});
const keys = [newKey()];

async function serverOf(): Promise<VersionServer> {
  const server = await new VersionServer(keys).start();
  ends.push(() => server.end());
  return server;
}

const all = [...attacks, ...rootAttacks];
/** Of each code one; all that have to do with how much comes. */
const some = (one: Attack, at: number): boolean =>
  one.code === 'endless' || at === all.findIndex(({ code }) => code === one.code);

const kinds = [
  { name: 'curl and ssh-keygen', cases: all, env: {} },
  {
    name: 'GNU wget and OpenSSL',
    cases: all.filter(some),
    env: pathWith('attacked', ['wget'], ['/usr/bin/wget', '/usr/bin/openssl']),
  },
];

describe.each(kinds)('with $name', ({ cases, env }) => {
  it.each(cases)('F24 F26 B04: $name ($code)', async ({ code, lay }) => {
    const server = await serverOf();
    const device = new PullDevice(dash, server.root);
    ends.push(() => {
      device.end();
    });
    device.set([server.url]);
    lay(server);
    const said = await device.begin('run', env);
    expect(said.status, said.err).toBe(2);
    expect(said.err).toContain(`refused: ${code}: `);
    expect(device.version).toBe('1.0');
    expect(device.read('outbox/1')).toMatch(
      new RegExp(`\\noutcome refused\\n[^]*\\nreason ${code}\\n`),
    );
    // A root that was taken counts: there is no way back from it.
    if (device.read('trust/root') !== server.root) return;
    const honest = await serverOf();
    await offer(honest, [{ version: '2.0' }]);
    device.set([server.url, honest.url]);
    expect((await device.begin('run', env)).status).toBe(0);
    expect(device.version).toBe('2.0');
  });
});
