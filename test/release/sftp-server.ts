/** OpenSSH's own SFTP server on loopback, with a host key and a user key of its own. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { has } from '../needs.ts';
import { ended, freePort, listening } from './servers.ts';
import type { TestServer } from './servers.ts';

const SSHD = '/usr/sbin/sshd';
export const hasSshd = has(
  existsSync(SSHD) && existsSync('/run/sshd'),
  'sshd, or its folder /run/sshd, is not there',
);

export interface SftpServer extends TestServer {
  readonly base: string;
  readonly port: number;
}

export async function sftpServer(): Promise<SftpServer> {
  const base = await mkdtemp(join(tmpdir(), 'cutover-sftp-'));
  const root = join(base, 'root');
  await mkdir(join(root, 'pub'), { recursive: true });
  for (const name of ['host', 'user'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(base, name)]);
  const port = await freePort();
  await writeFile(join(base, 'config'), settings(base, port));
  const hostKey = (await readFile(join(base, 'host.pub'), 'utf8')).split(' ').slice(0, 2).join(' ');
  await writeFile(join(base, 'known_hosts'), `[127.0.0.1]:${String(port)} ${hostKey}\n`);
  const child = spawn(SSHD, ['-D', '-e', '-f', join(base, 'config')], { stdio: 'ignore' });
  await listening(port, child);
  return {
    base,
    port,
    root,
    access: {
      url: `sftp://127.0.0.1:${String(port)}${root}/pub`,
      user: userInfo().username,
      key: join(base, 'user'),
      knownHosts: join(base, 'known_hosts'),
    },
    stop: async () => {
      await ended(child);
      await rm(base, { recursive: true, force: true });
    },
  };
}

function settings(base: string, port: number): string {
  return [
    'ListenAddress 127.0.0.1',
    `Port ${String(port)}`,
    `HostKey ${join(base, 'host')}`,
    `AuthorizedKeysFile ${join(base, 'user.pub')}`,
    `PidFile ${join(base, 'pid')}`,
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'StrictModes no',
    'Subsystem sftp internal-sftp',
    '',
  ].join('\n');
}
