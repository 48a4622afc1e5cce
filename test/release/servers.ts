/** Version servers for the tests: the demo's own, and Debian's vsftpd where it is installed. */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFtpServer } from '../../src/demo/ftp-server.ts';
import type { ServerAccess } from '../../src/release/store.ts';
import { has, isRoot } from '../needs.ts';

export interface TestServer {
  readonly access: ServerAccess;
  /** What clients see as `/`. */
  readonly root: string;
  /** PEM, where it speaks TLS. */
  readonly ca?: string;
  stop(): Promise<void>;
}

export async function demoServer(): Promise<TestServer> {
  const base = await mkdtemp(join(tmpdir(), 'cutover-release-'));
  const root = join(base, 'root');
  await mkdir(root);
  const accounts = { publisher: { password: 'p w', writes: true } };
  const server = await startFtpServer({ root, accounts });
  return {
    root,
    access: {
      url: `ftp://${server.host}:${String(server.port)}/pub`,
      user: 'publisher',
      password: 'p w',
    },
    stop: async () => {
      await server.stop();
      await rm(base, { recursive: true, force: true });
    },
  };
}

const VSFTPD = '/usr/sbin/vsftpd';
export const hasVsftpd = has(
  existsSync(VSFTPD) && isRoot,
  'vsftpd is not installed, or not for root',
);

/** Anonymous may write here, so that no account has to be made on this machine. */
export async function vsftpd(tls: boolean): Promise<TestServer> {
  const base = await mkdtemp(join(tmpdir(), 'cutover-vsftpd-'));
  const root = join(base, 'root');
  await mkdir(join(root, 'pub'), { recursive: true });
  await chmod(base, 0o755);
  // The program that serves anonymous users runs as `ftp`, and refuses a root that it could write to.
  await chmod(join(root, 'pub'), 0o777);
  const ca = tls ? await certificate(base) : undefined;
  const port = await freePort();
  await writeFile(join(base, 'vsftpd.conf'), settings(base, root, port, tls));
  const child = spawn(VSFTPD, [join(base, 'vsftpd.conf')], { stdio: 'ignore' });
  await listening(port, child);
  return {
    root,
    access: { url: `${tls ? 'ftps' : 'ftp'}://localhost:${String(port)}/pub` },
    ...(ca === undefined ? {} : { ca }),
    stop: async () => {
      await ended(child);
      await rm(base, { recursive: true, force: true });
    },
  };
}

function settings(base: string, root: string, port: number, tls: boolean): string {
  const plain = [
    `listen=YES`,
    `listen_port=${String(port)}`,
    'listen_address=127.0.0.1',
    'background=NO',
    'seccomp_sandbox=NO',
    'anonymous_enable=YES',
    'no_anon_password=YES',
    'ftp_username=ftp',
    'nopriv_user=nobody',
    `anon_root=${root}`,
    'write_enable=YES',
    'anon_upload_enable=YES',
    'anon_mkdir_write_enable=YES',
    'anon_other_write_enable=YES',
    'anon_umask=022',
    'anon_world_readable_only=NO',
    'local_enable=NO',
    `secure_chroot_dir=${base}`,
  ];
  const secure = [
    'ssl_enable=YES',
    'allow_anon_ssl=YES',
    'force_anon_logins_ssl=YES',
    'force_anon_data_ssl=YES',
    'require_ssl_reuse=YES',
    'ssl_ciphers=HIGH',
    `rsa_cert_file=${join(base, 'cert.pem')}`,
    `rsa_private_key_file=${join(base, 'key.pem')}`,
  ];
  return `${[...plain, ...(tls ? secure : [])].join('\n')}\n`;
}

/** Nobody else's on this machine: for a port that is not ours to choose. */
export const OWN_ADDRESS = `127.${[90, process.pid >> 8, process.pid]
  .map((part) => String(1 + (part % 250)))
  .join('.')}`;

interface Certificate {
  readonly cert: string;
  readonly key: string;
}

let made: Certificate | undefined;

/** One for all the servers of a test file: making a key takes its time. Into `cert.pem` and `key.pem` of a folder. */
export async function certificate(base: string): Promise<string> {
  made ??= await makeCertificate(base);
  await writeFile(join(base, 'cert.pem'), made.cert);
  await writeFile(join(base, 'key.pem'), made.key, { mode: 0o600 });
  return made.cert;
}

async function makeCertificate(base: string): Promise<Certificate> {
  const [cert, key] = [join(base, 'made-cert.pem'), join(base, 'made-key.pem')];
  const alternative = `subjectAltName=DNS:localhost,IP:${OWN_ADDRESS}`;
  const names = ['-subj', '/CN=localhost', '-addext', alternative];
  const kind = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  execFileSync('openssl', [...kind, ...names, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Until it takes connections; one that has ended is not the one that does. */
export async function listening(
  port: number,
  child: ChildProcess,
  host = '127.0.0.1',
): Promise<void> {
  for (let tries = 0; tries < 600 && !hasEnded(child); tries += 1) {
    const socket = connect(port, host === 'localhost' ? '127.0.0.1' : host);
    const up = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (up && !hasEnded(child)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${child.spawnfile} did not start: ${child.spawnargs.join(' ')}`);
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

export async function ended(child: ChildProcess): Promise<void> {
  child.kill();
  if (!hasEnded(child)) await once(child, 'exit');
}
