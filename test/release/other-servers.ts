/**
 * Debian's other FTP servers, with an account of their own that writes: proftpd and pure-ftpd.
 *
 * Rule 1: Debian lets one FTP server be installed at a time. The others lie beside it, unpacked (`.ci/run`), and are
 *         started here only.
 */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { has, isRoot } from '../needs.ts';
import { certificate, ended, freePort, listening, OWN_ADDRESS } from './servers.ts';
import type { TestServer } from './servers.ts';

const BESIDE = '/opt/cutover-servers';

/** Installed, or unpacked beside. */
function at(path: string): string {
  return existsSync(path) ? path : `${BESIDE}${path}`;
}

const PROFTPD = at('/usr/sbin/proftpd');
const PURE_FTPD = at('/usr/sbin/pure-ftpd');
export const hasProftpd = has(
  existsSync(PROFTPD) && isRoot,
  'there is no proftpd, or not for root',
);
export const hasPureFtpd = has(
  existsSync(PURE_FTPD) && isRoot,
  'there is no pure-ftpd, or not for root',
);

const USER = 'publisher';
const PASSWORD = 'p w';
/** Of `nobody`, on every Debian. */
const NOBODY = 65_534;

/** The fields that both servers have alike. */
function account(home: string): string {
  const hash = execFileSync('openssl', ['passwd', '-6', PASSWORD], { encoding: 'utf8' }).trim();
  return `${USER}:${hash}:${String(NOBODY)}:${String(NOBODY)}::${home}`;
}

interface Place {
  readonly base: string;
  readonly root: string;
  /** As in a URL. */
  readonly host: string;
  readonly port: number;
  readonly ca?: string;
}

async function place(tls: boolean): Promise<Place> {
  const base = await mkdtemp(join(tmpdir(), 'cutover-server-'));
  await chmod(base, 0o755);
  const root = join(base, 'root');
  await mkdir(join(root, 'pub'), { recursive: true });
  for (const folder of [root, join(root, 'pub')]) await chown(folder, NOBODY, NOBODY);
  const ca = tls ? { ca: await certificate(base) } : {};
  return { base, root, host: 'localhost', port: await freePort(), ...ca };
}

async function serving(
  { base, root, host, port, ca }: Place,
  child: ChildProcess,
): Promise<TestServer & { readonly base: string }> {
  await listening(port, child, host);
  return {
    base,
    root,
    access: {
      url: `${ca === undefined ? 'ftp' : 'ftps'}://${host}:${String(port)}/pub`,
      user: USER,
      password: PASSWORD,
    },
    ...(ca === undefined ? {} : { ca }),
    stop: async () => {
      await ended(child);
      await rm(base, { recursive: true, force: true });
    },
  };
}

/** `more` are further lines of its settings. */
export async function proftpd(tls: boolean, more: readonly string[] = []): Promise<TestServer> {
  return await proftpdAt(await place(tls), more);
}

/** TLS is there from the beginning: which is so on port 990 only, on an address of our own. */
export async function implicitProftpd(): Promise<TestServer> {
  const found = { ...(await place(true)), host: OWN_ADDRESS, port: 990 };
  return await proftpdAt(found, ['TLSOptions UseImplicitSSL']);
}

async function proftpdAt(found: Place, more: readonly string[]): Promise<TestServer> {
  const { base, root } = found;
  await writeFile(join(base, 'accounts'), `${account(root)}:/bin/false\n`, { mode: 0o600 });
  await writeFile(join(base, 'proftpd.conf'), [...proftpdSettings(found), ...more, ''].join('\n'));
  const words = ['--nodaemon', '--config', join(base, 'proftpd.conf')];
  return await serving(found, spawn(PROFTPD, words, { stdio: 'ignore' }));
}

function proftpdSettings({ base, host, port, ca }: Place): readonly string[] {
  return [
    `ModulePath ${at('/usr/lib/proftpd')}`,
    'ServerName test',
    'ServerType standalone',
    `DefaultAddress ${host === OWN_ADDRESS ? host : '127.0.0.1'}`,
    `Port ${String(port)}`,
    'UseIPv6 off',
    'UseReverseDNS off',
    'User nobody',
    'Group nogroup',
    `PidFile ${join(base, 'pid')}`,
    `ScoreboardFile ${join(base, 'scoreboard')}`,
    `DelayTable none`,
    'WtmpLog off',
    'SystemLog none',
    'AuthPAM off',
    'AuthOrder mod_auth_file.c',
    `AuthUserFile ${join(base, 'accounts')}`,
    'RequireValidShell off',
    'DefaultRoot ~',
    'AllowOverwrite on',
    'AllowStoreRestart on',
    ...(ca === undefined ? [] : tlsSettings(base)),
  ];
}

function tlsSettings(base: string): readonly string[] {
  return [
    'LoadModule mod_tls.c',
    'TLSEngine on',
    'TLSRequired on',
    `TLSRSACertificateFile ${join(base, 'cert.pem')}`,
    `TLSRSACertificateKeyFile ${join(base, 'key.pem')}`,
    'TLSVerifyClient off',
  ];
}

/** `more` are further options. */
export async function pureFtpd(tls: boolean, more: readonly string[] = []): Promise<TestServer> {
  const found = await place(tls);
  const { base, root, port } = found;
  const [accounts, database] = [join(base, 'accounts'), join(base, 'accounts.pdb')];
  // `pure-pw useradd` would choose a hash that takes five seconds at each login.
  await writeFile(accounts, `${account(root)}/./::::::::::::\n`, { mode: 0o600 });
  execFileSync(at('/usr/bin/pure-pw'), ['mkdb', database, '-f', accounts]);
  if (tls) await together(base);
  const secure = tls ? ['--tls', '2', '--certfile', join(base, 'both.pem')] : [];
  const words = [
    ...['--bind', `127.0.0.1,${String(port)}`, '--login', `puredb:${database}`],
    ...['--noanonymous', '--chrooteveryone', '--dontresolve', '--pidfile', join(base, 'pid')],
    ...['--maxclientsperip', '100', '--maxclientsnumber', '100'],
    ...secure,
    ...more,
  ];
  return await serving(found, spawn(PURE_FTPD, words, { stdio: 'ignore' }));
}

async function together(base: string): Promise<void> {
  const parts = await Promise.all(
    ['key.pem', 'cert.pem'].map((name) => readFile(join(base, name))),
  );
  await writeFile(join(base, 'both.pem'), Buffer.concat(parts), { mode: 0o600 });
}
