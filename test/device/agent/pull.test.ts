/** One run of the agent after another, against a version server: what it takes, what it leaves, what it reports. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseResult } from '../../../src/release/results/result.ts';
import { allShells, dash, type ShellKind } from '../kit/shells.ts';
import { offer, PullDevice } from './pull-rig.ts';
import { VersionServer } from './server.ts';
import { newKey } from './signer.ts';

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.splice(0)) await end();
});
const keys = [newKey()];
const password = 'pa"ss wo\\rd';

async function serverOf(): Promise<VersionServer> {
  const accounts = { atm: { password, writes: true } };
  const server = await new VersionServer(keys).start({ accounts });
  ends.push(() => server.end());
  return server;
}
function deviceOf(server: VersionServer, shell: ShellKind = dash): PullDevice {
  const device = new PullDevice(shell, server.root);
  ends.push(() => {
    device.end();
  });
  return device;
}
/** What lies on the server as this device's result. */
const resultOn = (server: VersionServer, kind = 'result'): string => {
  const file = join(server.folder, 'results', `atm-0042.${kind}`);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

describe.each(allShells)('in $name', (shell) => {
  it('B04 B05 B08 B10: finds its release, upgrades, and reports', async () => {
    const server = await serverOf();
    await offer(server, [{ version: '2.0' }]);
    const device = deviceOf(server, shell);
    device.set([`${server.url} user atm password-file ${device.password(password)}`]);
    const said = await device.run();
    expect(said).toEqual({ status: 0, out: '', err: '' });
    expect(device.version).toBe('2.0');
    expect(resultOn(server)).toMatch(
      /^cutover-result 1\ndevice atm-0042\nscript terminal\nrelease core\n/,
    );
    expect(resultOn(server)).toMatch(
      /\noutcome committed\nfrom 1.0\nto 2.0\ninstalled 2.0\nagent [0-9a-f]{64}\nend\n$/,
    );
    expect(resultOn(server, 'log')).toContain('committed');
    expect(await device.run()).toEqual({ status: 0, out: '', err: '' });
    expect(resultOn(server)).toContain('\noutcome committed\n');
  });
});

it('B10: what stays as it is is told once an hour', async () => {
  const server = await serverOf();
  await offer(server, [{ version: '2.0' }]);
  const device = deviceOf(server);
  device.set([`${server.url} user atm password-file ${device.password(password)}`]);
  await device.run();
  device.putForward('50 minutes');
  await device.run();
  expect(resultOn(server)).toContain('\noutcome committed\n');
  device.putForward('70 minutes');
  expect(await device.run()).toEqual({ status: 0, out: '', err: '' });
  expect(resultOn(server)).toMatch(/\noutcome current\ninstalled 2.0\n/);
});

it('B10 B11: to whom nothing was ever offered says so, without a version, in a form that the console reads', async () => {
  const server = await serverOf();
  await offer(server, [{ version: '2.0', lines: 'channel canary 100\n' }]);
  const device = deviceOf(server);
  device.set([`${server.url} user atm password-file ${device.password(password)}`]);
  expect(await device.run()).toEqual({ status: 0, out: '', err: '' });
  const read = parseResult(resultOn(server));
  expect(read).toMatchObject({ ok: true, value: { outcome: 'current', channel: 'stable' } });
  expect(resultOn(server)).not.toContain('installed');
  expect(resultOn(server, 'log')).toMatch(/Z current\n$/);
});

it('B04: falls from exactly the version that a release names', async () => {
  const server = await serverOf();
  await offer(server, [{ version: '3.0' }, { version: '2.0' }]);
  const device = deviceOf(server);
  device.set([`${server.url} user atm password-file ${device.password(password)}`]);
  await device.run();
  expect(device.version).toBe('3.0');
  const lines = 'channel stable 100\ndowngrade 3.0\n';
  await offer(server, [{ version: '2.0', lines }], { counter: 8, revision: 5 });
  expect((await device.run()).status).toBe(0);
  expect(device.version).toBe('2.0');
  expect(resultOn(server)).toMatch(/\noutcome committed\nfrom 3.0\nto 2.0\n/);
});
