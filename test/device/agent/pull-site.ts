/** Servers and devices of one test file; all of them end with it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { FtpServerOptions } from '../../../src/demo/ftp-server.ts';
import { dash, type ShellKind } from '../kit/shells.ts';
import { PullDevice } from './pull-rig.ts';
import { VersionServer } from './server.ts';
import { newKey } from './signer.ts';

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.splice(0)) await end();
});
const keys = [newKey()];
export const quiet = { status: 0, out: '', err: '' };

export async function serverOf(options: Partial<FtpServerOptions> = {}): Promise<VersionServer> {
  const accounts = { atm: { password: 'secret-word', writes: true } };
  const server = await new VersionServer(keys).start({ accounts, ...options });
  ends.push(() => server.end());
  return server;
}
export function deviceOf(server: VersionServer, shell: ShellKind = dash): PullDevice {
  const device = new PullDevice(shell, server.root);
  ends.push(() => {
    device.end();
  });
  device.set([access(device, server)]);
  return device;
}
export const access = (device: PullDevice, server: VersionServer): string =>
  `${server.url} user atm password-file ${device.password('secret-word')}`;
export const resultOn = (server: VersionServer): string => {
  const file = join(server.folder, 'results/atm-0042.result');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};
