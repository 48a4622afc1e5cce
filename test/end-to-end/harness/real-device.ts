/**
 * A device behind Debian's own sshd: the folder of a simulated one, on a machine of its own.
 *
 * Rule 1: it comes up as a real one does: its service first, then what the kit does at a start, then sshd.
 */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { installDevice } from '../../../src/demo/device/install.ts';
import type { DeviceKind, DeviceLayout } from '../../../src/demo/device/layout.ts';
import { freePort } from '../../../src/demo/loopback.ts';
import { newKeyPair } from '../../../src/demo/ssh-server.ts';
import { startMachine } from './machine.ts';
import type { Machine } from './machine.ts';

export interface RealDeviceOptions {
  readonly name: string;
  readonly kind: DeviceKind;
  /** Default `dash`. With `busybox` every program that the kit and the script use is busybox's. */
  readonly system?: 'dash' | 'busybox';
  /** Printed by the login shell before every command, on standard output. */
  readonly noise?: string;
  /** Default 2.0. */
  readonly version?: string;
  /** What comes before all else at its start. */
  readonly boot?: (folder: string) => readonly string[];
}

export interface RealDevice {
  readonly name: string;
  readonly kind: DeviceKind;
  readonly layout: DeviceLayout;
  readonly host: string;
  readonly sshPort: number;
  readonly servicePort: number;
  /** As in `known_hosts`, without the host. */
  readonly hostKey: string;
  /** Power cut; nothing runs, the disc stays. */
  readonly cut: () => Promise<void>;
  readonly boot: () => Promise<void>;
  /** `200 ok 2.0`, `503 …`, or `down`. */
  readonly health: () => Promise<string>;
}

export async function startRealDevice(
  parent: string,
  authorizedKey: string,
  options: RealDeviceOptions,
): Promise<RealDevice> {
  const folder = join(parent, options.name);
  const [sshPort, servicePort] = [await freePort(), await freePort()];
  const version = options.version ?? '2.0';
  const layout = installDevice(folder, { kind: options.kind, version, port: servicePort });
  const hostKey = installSshd(folder, sshPort, authorizedKey);
  const shell = installShell(folder, options);
  let machine: Machine | undefined;
  const boot = async (): Promise<void> => {
    machine = await startMachine({
      folder,
      users: [{ name: 'root', home: folder, shell }],
      boot: [...(options.boot?.(folder) ?? []), ...bootCommands(layout, options.kind)],
      daemon: ['/usr/sbin/sshd', '-D', '-e', '-f', join(folder, 'etc/ssh/sshd_config')],
      upWhen: /Server listening on/,
    });
  };
  await boot();
  return {
    name: options.name,
    kind: options.kind,
    layout,
    host: '127.0.0.1',
    sshPort,
    servicePort,
    hostKey,
    cut: async () => machine?.cut(),
    boot,
    health: () => healthOf(servicePort),
  };
}

function bootCommands(layout: DeviceLayout, kind: DeviceKind): readonly string[] {
  return [
    'mkdir -p /run/sshd',
    // Whatever is wrong with the service, the device itself comes up.
    `'${join(layout.services, kind)}' start || :`,
    `for kit in '${layout.home}'/kit/*.sh; do [ ! -r "$kit" ] || sh "$kit" boot '${layout.home}' || :; done`,
  ];
}

function installSshd(folder: string, port: number, authorizedKey: string): string {
  const pair = newKeyPair();
  const own = join(folder, 'etc/ssh');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'host_key'), pair.private, { mode: 0o600 });
  writeFileSync(join(own, 'authorized_keys'), `${authorizedKey}\n`);
  writeFileSync(join(own, 'sshd_config'), sshdConfig(folder, own, port));
  return pair.public;
}

function sshdConfig(folder: string, own: string, port: number): string {
  return [
    'ListenAddress 127.0.0.1',
    `Port ${String(port)}`,
    `HostKey ${own}/host_key`,
    `AuthorizedKeysFile ${own}/authorized_keys`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KexAlgorithms curve25519-sha256',
    'UseDNS no',
    `SetEnv PATH=${folder}/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    '',
  ].join('\n');
}

/** The login shell; and in front of the path, for a busybox device, all that busybox has. */
function installShell(folder: string, { system = 'dash', noise }: RealDeviceOptions): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  if (system === 'busybox') execFileSync('busybox', ['--install', '-s', bin]);
  else symlinkSync('/usr/bin/dash', join(bin, 'sh'));
  if (noise === undefined) return join(bin, 'sh');
  const shell = join(bin, 'noisy-shell');
  writeFileSync(join(bin, 'noise'), noise);
  writeFileSync(shell, `#!${bin}/sh\ncat '${bin}/noise'\nexec '${bin}/sh' "$@"\n`);
  chmodSync(shell, 0o755);
  return shell;
}

async function healthOf(port: number): Promise<string> {
  try {
    // Each time over a connection of its own: one that is kept open may still lead to the service before.
    const answer = await fetch(`http://127.0.0.1:${String(port)}/health`, {
      headers: { connection: 'close' },
    });
    return `${String(answer.status)} ${(await answer.text()).trim()}`;
  } catch {
    return 'down';
  }
}
