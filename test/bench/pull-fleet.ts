/**
 * Devices that pull, as folders of this machine: a service, a release before the new one, and the agent with its settings.
 * Their version servers are real vsftpd, filled by the built command line.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentText } from '../../src/device/agent.ts';
import type { TestServer } from '../release/servers.ts';

const cutover = join(process.cwd(), 'dist/src/cli/main.js');
const PACKAGE_BYTES = 1024 * 1024;

const script = `cutover 1

script terminal "A terminal" {
  platform posix
  artifact terminal-package

  param root: path
  param daemon: name

  let live = "{root}/current"
  let next = "{root}/releases/{release.version}"

  installed read-version "{live}/VERSION"
  prepared read-version "{next}/VERSION"

  check {
    disk-free root at-least: 4MiB
    running daemon
  }

  backup {
    keep "{root}/etc"
  }

  stage {
    fetch terminal-package as bundle
    unpack bundle into: next within 2m
  }

  switch {
    stop daemon
    link live to: next
    start daemon
  }

  verify {
    running daemon
  }
}
`;

export interface Fleet {
  readonly folders: readonly string[];
  /** All that the devices' services are. */
  readonly pids: () => readonly number[];
}

export interface Publisher {
  /** The root file that devices are given. */
  readonly root: string;
  readonly publish: (version: string) => void;
}

/** Publishes on each of these, signed by a key made for it. */
export function publisherTo(servers: readonly TestServer[], base: string): Publisher {
  const [key, root] = [join(base, 'key'), join(base, '1.root')];
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  const to = ['--to', ...servers.map(({ access }) => access.url), '--key', key];
  release('init', '--out', root, ...to);
  const publish = (version: string): void => {
    const folder = releaseFolder(join(base, `release-${version}`), version);
    release('add', folder, '--scripts', join(folder, 'terminal.cutover'));
    const rollout = ['--channel', 'stable', '--percent', '100'];
    release('publish', folder, ...rollout, '--trust', root, ...to);
  };
  return { root, publish };
}

function releaseFolder(folder: string, version: string): string {
  mkdirSync(join(folder, 'content'), { recursive: true });
  writeFileSync(join(folder, 'content/VERSION'), `${version}\n`);
  writeFileSync(join(folder, 'content/bulk'), randomBytes(PACKAGE_BYTES));
  execFileSync('tar', ['-C', join(folder, 'content'), '-czf', join(folder, 'bundle.tgz'), '.']);
  writeFileSync(join(folder, 'terminal.cutover'), script);
  const packages = '  - { script: terminal, artifact: terminal-package, file: bundle.tgz }\n';
  const head = `cutover: 1\nrelease: core\nversion: "${version}"\npackages:\n`;
  writeFileSync(join(folder, 'release.yaml'), head + packages);
  return folder;
}

function release(...words: readonly string[]): void {
  execFileSync(process.execPath, [cutover, 'release', ...words], { stdio: 'pipe' });
}

export function makeFleet(
  base: string,
  size: number,
  servers: readonly TestServer[],
  root: string,
): Fleet {
  const agent = join(base, 'agent.sh');
  writeFileSync(agent, agentText());
  const folders = Array.from({ length: size }, (_, at) => join(base, 'devices', String(at)));
  for (const [at, folder] of folders.entries()) makeDevice(folder, at, servers, root);
  return {
    folders,
    pids: () => folders.map((folder) => Number(readFileSync(join(folder, 'pid'), 'utf8'))),
  };
}

function makeDevice(
  folder: string,
  at: number,
  servers: readonly TestServer[],
  root: string,
): void {
  for (const inner of ['home/agent/trust', 'root/releases/1.0', 'root/etc', 'services'])
    mkdirSync(join(folder, inner), { recursive: true });
  writeFileSync(join(folder, 'home/agent/trust/root'), readFileSync(root));
  writeFileSync(join(folder, 'root/releases/1.0/VERSION'), '1.0\n');
  writeFileSync(join(folder, 'root/etc/conf'), `device ${String(at)}\n`);
  symlinkSync('releases/1.0', join(folder, 'root/current'));
  writeFileSync(join(folder, 'services/terminal'), service(folder));
  chmodSync(join(folder, 'services/terminal'), 0o755);
  execFileSync(join(folder, 'services/terminal'), ['start']);
  const lines = [
    `name atm-${String(at).padStart(4, '0')}`,
    'script terminal',
    'release core',
    `home ${folder}/home`,
    `services ${folder}/services`,
    ...servers.map(({ access }) => `server ${access.url}`),
    `param root ${folder}/root`,
    'param daemon terminal',
  ];
  for (const [name, jitter] of [
    ['settings.first', 0],
    ['settings', 30],
  ])
    writeFileSync(
      join(folder, String(name)),
      `${[...lines, `jitter ${String(jitter)}`].join('\n')}\n`,
      { mode: 0o600 },
    );
}

function service(folder: string): string {
  return `#!/bin/sh
pid=${folder}/pid
up() { [ -s $pid ] && read -r p <$pid && kill -0 $p 2>/dev/null; }
case $1 in
  start) up || { sleep 100000 </dev/null >/dev/null 2>&1 & echo $! >$pid; } ;;
  stop) ! up || kill $p; rm -f $pid ;;
  status) up || exit 3 ;;
esac
`;
}
