/**
 * A version server: Debian's vsftpd, with a user who publishes, one who only reads, and one for devices that pull, which leave
 * their results there; with TLS where that is asked for.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../src/demo/loopback.ts';
import { startMachine } from './machine.ts';
import type { Machine } from './machine.ts';

export interface VersionServer {
  readonly port: number;
  /** What clients see as `/`. */
  readonly root: string;
  /** PEM, where it speaks TLS: for `localhost`. */
  readonly authority?: string;
  readonly stop: () => Promise<void>;
  /** After `stop`, on the same port. */
  readonly start: () => Promise<void>;
}

export const publisher = { name: 'publisher', password: 'publish it' } as const;
export const reader = { name: 'reader', password: 'only%reading' } as const;
export const terminal = { name: 'terminal', password: 'only "results"' } as const;

export async function startVersionServer(folder: string, tls = false): Promise<VersionServer> {
  const root = join(folder, 'root');
  const empty = join(folder, 'empty');
  const perUser = join(folder, 'users');
  for (const path of [root, empty, perUser]) mkdirSync(path, { recursive: true });
  const port = await freePort();
  writeFileSync(join(perUser, reader.name), 'write_enable=NO\n');
  const config = join(folder, 'vsftpd.conf');
  const authority = tls ? makeCertificate(folder) : undefined;
  writeFileSync(config, configuration({ port, root, empty, perUser }) + tlsLines(authority));
  const users = [publisher, reader, terminal].map((user) => ({
    ...user,
    home: root,
    shell: '/bin/sh',
  }));
  const begin = (): Promise<Machine> =>
    startMachine({
      folder,
      users,
      boot: [listeningNotice(port)],
      daemon: ['/usr/sbin/vsftpd', config],
      upWhen: /^listening$/m,
    });
  let machine = await begin();
  const start = async (): Promise<void> => {
    machine = await begin();
  };
  const own = { port, root, start, stop: () => machine.cut() };
  return authority === undefined ? own : { ...own, authority: `${authority}.pem` };
}

/** The path of both files, without what they end in. */
function makeCertificate(folder: string): string {
  const own = join(folder, 'authority');
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const kind = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  const files = ['-keyout', `${own}.key`, '-out', `${own}.pem`];
  execFileSync('openssl', [...kind, ...names, ...files], { stdio: 'ignore' });
  return own;
}

function tlsLines(authority: string | undefined): string {
  if (authority === undefined) return '';
  return [
    'ssl_enable=YES',
    'force_local_logins_ssl=YES',
    'force_local_data_ssl=YES',
    'require_ssl_reuse=YES',
    'ssl_ciphers=HIGH',
    `rsa_cert_file=${authority}.pem`,
    `rsa_private_key_file=${authority}.key`,
    '',
  ].join('\n');
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
