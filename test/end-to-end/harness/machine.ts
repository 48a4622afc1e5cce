/**
 * A machine of its own on this one: its own processes (a PID namespace, so that its end is a power cut),
 * its own users and boot id (a mount namespace). Nothing of this machine is changed.
 *
 * Rule 1: it ends with the process that started it, however that ends.
 */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { skipFor } from '../../needs.ts';

export interface User {
  readonly name: string;
  readonly shell: string;
  readonly home: string;
  /** Without one: no password will do. */
  readonly password?: string;
}

export interface MachineOptions {
  /** Where its own files of the system lie. */
  readonly folder: string;
  readonly users: readonly User[];
  /** Shell commands that come before the daemon. */
  readonly boot: readonly string[];
  readonly daemon: readonly [string, ...string[]];
  /** A line on the daemon's standard error by which it is known to be up. */
  readonly upWhen: RegExp;
}

export interface Machine {
  /** Everything in it ends at once; discs stay. */
  readonly cut: () => Promise<void>;
}

/** Why machines can't be had here; nothing where they can. */
export function whyNoMachines(): string | undefined {
  return skipFor(whatMachinesLack());
}

function whatMachinesLack(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can make namespaces';
  const missing = ['/usr/sbin/sshd', '/usr/sbin/vsftpd', '/usr/bin/busybox'].filter(
    (path) => !existsSync(path),
  );
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
  const tried = spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']);
  return tried.status === 0 ? undefined : 'namespaces are not allowed here';
}

export async function startMachine(options: MachineOptions): Promise<Machine> {
  writeSystem(options);
  const unshare = ['unshare', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child'];
  const words = ['--pdeathsig', 'KILL', ...unshare, 'sh', '-c', bootText, 'boot'];
  const own = [join(options.folder, 'system'), options.boot.join('\n')];
  const child = spawn('setpriv', [...words, ...own, ...options.daemon], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
  });
  await up(child, options.upWhen);
  return { cut: () => cut(child) };
}

/**
 * $1: our files; $2: commands, a line each; the rest: the daemon. The shell stays as the first process,
 * since that one gets everybody's orphans, which vsftpd dies of.
 */
const bootText = `
  set -e
  for file in passwd shadow group; do mount --bind "$1/$file" "/etc/$file"; done
  mount --bind "$1/boot_id" /proc/sys/kernel/random/boot_id
  eval "$2"
  shift 2
  "$@" &
  wait $!
`;

/** The boot id is a new one at each start. */
function writeSystem({ folder, users }: MachineOptions): void {
  const system = join(folder, 'system');
  mkdirSync(system, { recursive: true });
  const names = new Set(users.map(({ name }) => name));
  const others = (file: string): string =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !names.has(line.split(':')[0] ?? ''))
      .map((line) => `${line}\n`)
      .join('');
  const passwd = users.map((user) => `${user.name}:x:0:0::${user.home}:${user.shell}\n`).join('');
  const shadow = users.map((user) => `${user.name}:${hashOf(user.password)}:19000:0:99999:7:::\n`);
  writeFileSync(join(system, 'passwd'), passwd + others('/etc/passwd'));
  writeFileSync(join(system, 'shadow'), shadow.join('') + others('/etc/shadow'), { mode: 0o600 });
  writeFileSync(join(system, 'group'), readFileSync('/etc/group'));
  writeFileSync(join(system, 'boot_id'), `${randomUUID()}\n`);
}

function hashOf(password: string | undefined): string {
  if (password === undefined) return '*';
  const made = spawnSync('openssl', ['passwd', '-6', '-stdin'], {
    input: password,
    encoding: 'utf8',
  });
  return made.stdout.trim();
}

type Child = ChildProcessByStdio<null, null, Readable>;

function up(child: Child, upWhen: RegExp): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.stderr.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString()).slice(-10_000);
      if (upWhen.test(said)) resolve();
    });
    child.on('error', reject);
    child.on('close', () => {
      reject(new Error(`the machine does not come up: ${said}`));
    });
  });
}

async function cut(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'close');
  child.kill('SIGKILL');
  await ended;
}
