/** A version server: Debian's vsftpd, with a user who publishes and one who only reads. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../src/demo/loopback.ts';
import { startMachine } from './machine.ts';

export interface VersionServer {
  readonly port: number;
  /** What clients see as `/`. */
  readonly root: string;
  readonly stop: () => Promise<void>;
}

export const publisher = { name: 'publisher', password: 'publish it' } as const;
export const reader = { name: 'reader', password: 'only%reading' } as const;

export async function startVersionServer(folder: string): Promise<VersionServer> {
  const root = join(folder, 'root');
  const empty = join(folder, 'empty');
  const perUser = join(folder, 'users');
  for (const path of [root, empty, perUser]) mkdirSync(path, { recursive: true });
  const port = await freePort();
  writeFileSync(join(perUser, reader.name), 'write_enable=NO\n');
  const config = join(folder, 'vsftpd.conf');
  writeFileSync(config, configuration({ port, root, empty, perUser }));
  const users = [publisher, reader].map((user) => ({ ...user, home: root, shell: '/bin/sh' }));
  const machine = await startMachine({
    folder,
    users,
    boot: [listeningNotice(port)],
    daemon: ['/usr/sbin/vsftpd', config],
    upWhen: /^listening$/m,
  });
  return { port, root, stop: machine.cut };
}

/** vsftpd says nothing; so the port is looked for in what the kernel lists. */
function listeningNotice(port: number): string {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const listens = `grep -q ' 0100007F:${hex} 00000000:0000 0A ' /proc/net/tcp`;
  return `{ until ${listens}; do sleep 0.02; done; echo listening >&2; } &`;
}

function configuration(own: {
  readonly port: number;
  readonly root: string;
  readonly empty: string;
  readonly perUser: string;
}): string {
  return [
    'listen=YES',
    'listen_ipv6=NO',
    `listen_port=${String(own.port)}`,
    'listen_address=127.0.0.1',
    'background=NO',
    'anonymous_enable=NO',
    'local_enable=YES',
    'write_enable=YES',
    'local_umask=022',
    `local_root=${own.root}`,
    'chroot_local_user=YES',
    'allow_writeable_chroot=YES',
    `secure_chroot_dir=${own.empty}`,
    `user_config_dir=${own.perUser}`,
    'guest_enable=NO',
    'pam_service_name=vsftpd',
    'seccomp_sandbox=NO',
    'xferlog_enable=NO',
    'check_shell=NO',
    '',
  ].join('\n');
}
