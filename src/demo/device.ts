/**
 * A simulated device: a folder that is its root, a service that answers HTTP, an SSH server; each in
 * processes of their own, so that whatever happens to the controller doesn't touch them.
 *
 * Deliberately not here: a system of its own. Its shell sees this machine, and works in its folder
 * because the inventory says so.
 */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { installDevice } from './device/install.ts';
import { hostKeyFile, installKeys } from './device/keys.ts';
import type { DeviceKind, DeviceLayout } from './device/layout.ts';
import { endProcessesOf } from './device/processes.ts';
import { freePort } from './loopback.ts';
import { ownProgram } from './own-program.ts';

export interface DeviceOptions {
  /** The folder in which the device gets its own, by its name. */
  readonly parent: string;
  readonly name: string;
  readonly kind: DeviceKind;
  /** The release that it has at first. */
  readonly version: string;
  readonly authorizedKey: string;
  /** Asked just before its processes are started; throws where they must not be any more. */
  readonly mayStart?: () => void;
  /** Takes what ends it, as soon as there is something to end: it may be long before it is up. */
  readonly owns?: (end: () => Promise<void>) => void;
}

export interface DemoDevice {
  readonly name: string;
  readonly kind: DeviceKind;
  readonly layout: DeviceLayout;
  readonly servicePort: number;
  readonly host: string;
  readonly sshPort: number;
  /** As in `known_hosts`, without the host. */
  readonly hostKey: string;
  /** Pulls the plug; nothing of it runs afterwards. The folder stays. */
  readonly stop: () => Promise<void>;
}

export async function startDevice(options: DeviceOptions): Promise<DemoDevice> {
  const { name, kind, version } = options;
  const folder = join(options.parent, name);
  const servicePort = await freePort();
  options.mayStart?.();
  const layout = installDevice(folder, { kind, version, port: servicePort });
  installKeys(folder, options.authorizedKey);
  const host = spawnHost(folder, kind);
  const hostKey = readFileSync(`${hostKeyFile(folder)}.pub`, 'utf8').trim();
  const stop = (): Promise<void> => powerOff(host, folder);
  options.owns?.(stop);
  try {
    const sshPort = await portOf(host);
    return { name, kind, layout, servicePort, host: '127.0.0.1', sshPort, hostKey, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Host = ChildProcessByStdio<Writable, Readable, Readable>;

/** In a group of its own: ^C at the terminal is for whoever started us, and ends it in order. */
function spawnHost(folder: string, kind: DeviceKind): Host {
  const host = spawn(process.execPath, [ownProgram('device/host-main'), folder, kind], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  host.stdin.on('error', () => undefined);
  return host;
}

async function portOf(host: Host): Promise<number> {
  let out = '';
  let error = '';
  host.stderr.on('data', (bytes: Buffer) => (error += bytes.toString()));
  return new Promise((resolve, reject) => {
    host.stdout.on('data', (bytes: Buffer) => {
      out += bytes.toString();
      if (out.endsWith('\n')) resolve(Number(out));
    });
    host.on('close', () => {
      reject(new Error(`the simulated device does not start: ${error}`));
    });
  });
}

async function powerOff(host: Host, folder: string): Promise<void> {
  const over = host.exitCode !== null || host.signalCode !== null;
  if (!over) {
    const ended = once(host, 'exit');
    host.stdin.end();
    await ended;
  }
  await endProcessesOf(folder);
}
