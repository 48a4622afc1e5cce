/**
 * Devices that pull, each with a cron and a version server of its own kind: `umg-01` (dash, Debian's cron) by FTP with TLS,
 * `umg-02` (busybox throughout, crond) by plain FTP; and `umg-03`, which a controller upgrades.
 *
 * Rule 1: `close` ends everything that was started.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { endProcessesOf } from '../../../src/demo/device/processes.ts';
import { newReleaseKey } from '../../../src/demo/release-key.ts';
import { newKeyPair } from '../../../src/demo/ssh-server.ts';
import { cronBoot, spoolOf, type CronKind } from './cron.ts';
import { cutover, type Ended } from './cutover.ts';
import { pullerOver, type Puller } from './puller.ts';
import { startRealDevice, type RealDevice } from './real-device.ts';
import { publisher, startVersionServer, terminal, type VersionServer } from './version-server.ts';

export interface Pulling {
  readonly folder: string;
  readonly pullers: readonly [Puller, Puller];
  readonly pushed: RealDevice;
  readonly call: (...words: readonly string[]) => Promise<Ended>;
  /** The console: to both servers, with the key. */
  readonly release: (...words: readonly string[]) => Promise<Ended>;
  readonly close: () => Promise<void>;
}

const project = resolve(import.meta.dirname, '../../..');

export async function openPulling(crons: readonly [boolean, boolean]): Promise<Pulling> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-pulling-'));
  const keys = newKeyPair();
  writeFileSync(join(folder, 'key'), keys.private, { mode: 0o600 });
  cpSync(join(project, 'scripts'), join(folder, 'scripts'), { recursive: true });
  const secure = await startVersionServer(join(folder, 'secure'), true);
  const plain = await startVersionServer(join(folder, 'plain'));
  const start = (name: string, system: 'dash' | 'busybox', boot: CronBoot): Promise<RealDevice> =>
    startRealDevice(join(folder, 'devices'), keys.public, { name, kind: 'umg', system, boot });
  const bootOf =
    (kind: CronKind, there: boolean, authority?: string): CronBoot =>
    (own) =>
      cronBoot(own, there ? kind : undefined, authority);
  const [one, two, three] = await Promise.all([
    start('umg-01', 'dash', bootOf('debian', crons[0], secure.authority)),
    start('umg-02', 'busybox', bootOf('busybox', crons[1])),
    start('umg-03', 'dash', () => []),
  ]);
  writeSurroundings(folder, [one, two, three]);
  writeInventory(folder, 'secure', secure, [one]);
  writeInventory(folder, 'plain', plain, [two, three]);
  const environment = { NODE_EXTRA_CA_CERTS: secure.authority ?? '' };
  const call: Pulling['call'] = (...words) => cutover(folder, words, { environment });
  const urls = [secure, plain].map((server) => `${urlOf(server, publisher.name)}/`);
  const to = ['--to', ...urls, '--password-file', 'password', '--key', 'release-key'];
  return {
    folder,
    pullers: [
      pullerOver(folder, one, { server: secure, cron: 'debian', inventory: 'secure.yaml' }),
      pullerOver(folder, two, { server: plain, cron: 'busybox', inventory: 'plain.yaml' }),
    ],
    pushed: three,
    call,
    release: (...words) => call('release', ...words, ...to),
    close: async () => {
      await endProcessesOf(folder);
      await Promise.all([one, two, three].map(({ cut }) => cut()));
      await Promise.all([secure.stop(), plain.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type CronBoot = (folder: string) => readonly string[];

function urlOf({ port, authority }: VersionServer, user?: string): string {
  const at = user === undefined ? '' : `${user}@`;
  return authority === undefined
    ? `ftp://${at}127.0.0.1:${String(port)}`
    : `ftps://${at}localhost:${String(port)}`;
}

function writeSurroundings(folder: string, devices: readonly RealDevice[]): void {
  const hosts = devices.map((each) => `[${each.host}]:${String(each.sshPort)} ${each.hostKey}\n`);
  writeFileSync(join(folder, 'known_hosts'), hosts.join(''));
  writeFileSync(join(folder, 'password'), `${publisher.password}\n`, { mode: 0o600 });
  writeFileSync(join(folder, 'release-key'), newReleaseKey(), { mode: 0o600 });
  writeFileSync(join(folder, 'secrets.yaml'), `ftp: '${terminal.password}'\n`, { mode: 0o600 });
}

/** Each device twice: as what it is, and as what its agent is, with a home and settings of its own. */
function writeInventory(
  folder: string,
  name: string,
  server: VersionServer,
  devices: readonly RealDevice[],
): void {
  const head = `cutover: 1
known-hosts: known_hosts
secrets: { file: secrets.yaml }
servers:
  - { url: "${urlOf(server)}", user: ${terminal.name}, password: ftp }
trust: releases.root
defaults: { user: root, key: key, agent: { channel: stable, jitter: 0 } }
devices:
`;
  writeFileSync(join(folder, `${name}.yaml`), head + devices.map(deviceText).join(''));
}

function deviceText({ name, host, sshPort, layout, servicePort }: RealDevice): string {
  const own = layout.folder;
  const spool = name === 'umg-02' ? `, crontabs: ${spoolOf(own)}` : '';
  return `  ${name}:
    address: ${host}:${String(sshPort)}
    home: ${layout.home}
    services: ${layout.services}
    agent: { script: umg, release: core, settings: ${own}/etc/cutover/agent${spool} }
    params: { root: ${layout.root}, port: "${String(servicePort)}" }
  ${name}-agent:
    address: ${host}:${String(sshPort)}
    home: ${own}/var/lib/cutover-agent
    agent: { script: agent, release: agent, settings: ${own}/etc/cutover/agent-self${spool} }
    params: { root: ${layout.home}/agent, settings: ${own}/etc/cutover/agent }
`;
}
