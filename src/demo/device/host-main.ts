/**
 * A simulated device as a process of its own: its SSH server, and its service started as at a boot.
 *
 *   host FOLDER KIND SSHPORT
 *
 * Rule 1: it lives as long as its standard input is open; then everything of the device ends with it.
 * Rule 2: once it is up it prints its port, on a line of its own.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSshServer } from '../ssh-server.ts';
import { hostKeyFile, userKeyFile } from './keys.ts';
import { layoutOf } from './layout.ts';
import type { DeviceKind } from './layout.ts';
import { endProcessesOf, markOf } from './processes.ts';

const [folder = '', kind = '', port = '0'] = process.argv.slice(2);
const layout = layoutOf(folder, kind as DeviceKind);
const environment = {
  PATH: process.env['PATH'] ?? '/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: folder,
  USER: 'root',
  LOGNAME: 'root',
  SHELL: '/bin/sh',
  ...markOf(folder),
};

const server = await startSshServer({
  hostKey: readFileSync(hostKeyFile(folder), 'utf8'),
  authorizedKey: readFileSync(userKeyFile(folder), 'utf8'),
  user: 'root',
  shell: ['sh'],
  environment,
  folder,
  port: Number(port),
});

process.stdin.resume();
process.stdin.on('close', () => void powerOff());

try {
  execFileSync(join(layout.services, kind), ['start'], { env: environment, stdio: 'ignore' });
  process.stdout.write(`${String(server.port)}\n`);
} catch (error) {
  // Half a start may have left a process.
  await endProcessesOf(folder);
  throw error;
}

async function powerOff(): Promise<void> {
  await server.stop();
  await endProcessesOf(folder);
  process.exit(0);
}
