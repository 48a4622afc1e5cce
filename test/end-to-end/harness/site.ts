/**
 * A whole site for a test: devices behind real sshd, a real version server, an inventory, keys, plans,
 * releases; and the command line in its folder.
 *
 * Rule 1: `close` ends everything that was started, whatever the test did; call it in `afterEach`.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { endProcessesOf } from '../../../src/demo/device/processes.ts';
import type { DemoRelease } from '../../../src/demo/device/release-files.ts';
import { inventoryText } from '../../../src/demo/inventory-text.ts';
import { writeReleaseFolder } from '../../../src/demo/release-folder.ts';
import { newReleaseKey } from '../../../src/demo/release-key.ts';
import { newKeyPair } from '../../../src/demo/ssh-server.ts';
import { cutover } from './cutover.ts';
import type { CallOptions, Ended } from './cutover.ts';
import { startRealDevice } from './real-device.ts';
import type { RealDevice, RealDeviceOptions } from './real-device.ts';
import { publisher, reader, startVersionServer } from './version-server.ts';
import type { VersionServer } from './version-server.ts';

export interface SiteOptions {
  /** Default: msc-01 with dash, umg-01 with busybox. */
  readonly devices?: readonly RealDeviceOptions[];
  /** How many version servers; default 1. */
  readonly servers?: number;
}

export interface Site {
  readonly folder: string;
  /** `--state` of every call. */
  readonly state: string;
  readonly inventory: string;
  readonly devices: readonly RealDevice[];
  readonly servers: readonly VersionServer[];
  readonly device: (name: string) => RealDevice;
  /** A folder to publish: `release.yaml` and a package for each kind. */
  readonly release: (name: string, version: string, packages: readonly DemoRelease[]) => string;
  /** `cutover release publish` to every server, with `init` before it on empty ones. */
  readonly publish: (folder: string) => Promise<Ended>;
  /** A plan of the project's own, or of this text; its file's path. */
  readonly plan: (nameOrText: string) => string;
  /** Any command; `--state` is not added. */
  readonly cutover: (args: readonly string[], options?: CallOptions) => Promise<Ended>;
  readonly close: () => Promise<void>;
}

const scripts = resolve(import.meta.dirname, '../../../scripts');
const pair: readonly RealDeviceOptions[] = [
  { name: 'msc-01', kind: 'msc-server' },
  { name: 'umg-01', kind: 'umg', system: 'busybox' },
];

export async function openSite(options: SiteOptions = {}): Promise<Site> {
  // Short: a socket's path has at most 107 bytes.
  const folder = mkdtempSync(join(tmpdir(), 'cutover-e2e-'));
  const keys = newKeyPair();
  writeFileSync(join(folder, 'key'), keys.private, { mode: 0o600 });
  const wanted = options.devices ?? pair;
  const devices = await started(
    wanted.map((device) => startRealDevice(join(folder, 'devices'), keys.public, device)),
    (device) => device.cut(),
  );
  const numbers = Array.from({ length: options.servers ?? 1 }, (_, index) => index);
  const servers = await started(
    numbers.map((number) => startVersionServer(join(folder, `ftp-${String(number)}`))),
    (server) => server.stop(),
  );
  writeSurroundings(folder, devices, servers);
  return siteOver(folder, devices, servers);
}

/** All, or none: what has come up is ended when another doesn't. */
async function started<T>(
  starting: readonly Promise<T>[],
  end: (one: T) => Promise<void>,
): Promise<readonly T[]> {
  const results = await Promise.allSettled(starting);
  const failed = results.find((result) => result.status === 'rejected');
  const up = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
  if (failed === undefined) return up;
  await Promise.all(up.map(end));
  throw failed.reason;
}

function siteOver(
  folder: string,
  devices: readonly RealDevice[],
  servers: readonly VersionServer[],
): Site {
  const call = (args: readonly string[], options?: CallOptions): Promise<Ended> =>
    cutover(folder, args, options);
  return {
    folder,
    state: join(folder, 'state'),
    inventory: join(folder, 'inventory.yaml'),
    devices,
    servers,
    device: (name) => {
      const found = devices.find((device) => device.name === name);
      if (found === undefined) throw new Error(`no device ${name}`);
      return found;
    },
    release: (name, version, packages) => newReleaseFolder(folder, name, version, packages),
    publish: async (releaseFolder) => {
      const first = existsSync(join(servers[0]?.root ?? '', '1.root'))
        ? undefined
        : await call(initWords(folder, servers));
      const ok = first === undefined || first.code === 0;
      return ok ? await call(publishWords(folder, servers, releaseFolder)) : first;
    },
    plan: (nameOrText) => writePlan(folder, nameOrText),
    cutover: call,
    close: async () => {
      await endProcessesOf(folder);
      await Promise.all([...devices.map(({ cut }) => cut()), ...servers.map(({ stop }) => stop())]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function publishWords(
  folder: string,
  servers: readonly VersionServer[],
  releaseFolder: string,
): readonly string[] {
  return ['release', 'publish', releaseFolder, ...serverWords(servers), ...publisherWords(folder)];
}

function publisherWords(folder: string): readonly string[] {
  return ['--password-file', join(folder, 'password'), '--key', join(folder, 'release-key')];
}

/** New servers, a new root: the one that inventories name. */
function initWords(folder: string, servers: readonly VersionServer[]): readonly string[] {
  const out = join(folder, 'releases.root');
  rmSync(out, { force: true });
  return ['release', 'init', ...serverWords(servers), ...publisherWords(folder), '--out', out];
}

function serverWords(servers: readonly VersionServer[]): readonly string[] {
  return servers.flatMap(({ port }) => [
    '--to',
    `ftp://${publisher.name}@127.0.0.1:${String(port)}/`,
  ]);
}

function newReleaseFolder(
  folder: string,
  name: string,
  version: string,
  packages: readonly DemoRelease[],
): string {
  const target = mkdtempSync(join(folder, `release-${name}-`));
  writeReleaseFolder(target, name, version, packages);
  return target;
}

function writePlan(folder: string, nameOrText: string): string {
  if (!nameOrText.includes('\n')) return join(folder, 'scripts', nameOrText);
  const path = join(folder, 'scripts', 'plan.cutover');
  writeFileSync(path, nameOrText);
  return path;
}

/** Inventory, known hosts, secrets, and a copy of the project's scripts. */
function writeSurroundings(
  folder: string,
  devices: readonly RealDevice[],
  servers: readonly VersionServer[],
): void {
  const hosts = devices.map(
    ({ host, sshPort, hostKey }) => `[${host}]:${String(sshPort)} ${hostKey}\n`,
  );
  writeFileSync(join(folder, 'known_hosts'), hosts.join(''));
  writeFileSync(join(folder, 'password'), `${publisher.password}\n`, { mode: 0o600 });
  writeFileSync(join(folder, 'release-key'), newReleaseKey(), { mode: 0o600 });
  writeFileSync(join(folder, 'secrets.yaml'), `ftp: "${reader.password}"\n`, { mode: 0o600 });
  const listed = servers.map(({ port }) => ({
    url: `ftp://127.0.0.1:${String(port)}`,
    user: reader.name,
  }));
  writeFileSync(join(folder, 'inventory.yaml'), inventoryText(devices, listed));
  mkdirSync(join(folder, 'scripts'));
  for (const name of ['core-3.0', 'edge-3.0', 'msc-server', 'sgw', 'umg'])
    copyFileSync(join(scripts, `${name}.cutover`), join(folder, 'scripts', `${name}.cutover`));
}
