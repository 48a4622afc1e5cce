/** A device that pulls: the agent's whole text with its settings, a root to upgrade, and releases for it on a server. */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadScripts } from '../../../src/cli/load-scripts.ts';
import { compile } from '../../../src/compiler/compile.ts';
import { agentText } from '../../../src/device/agent.ts';
import { endProcesses } from '../kit/rig.ts';
import type { ShellKind } from '../kit/shells.ts';
import type { Said } from './parts.ts';
import type { Published, VersionServer } from './server.ts';

const script = `cutover 1

script terminal "A terminal" {
  platform posix
  artifact terminal-package

  param root: path

  let live = "{root}/current"
  let next = "{root}/releases/{release.version}"

  installed read-version "{live}/VERSION"
  prepared read-version "{next}/VERSION"

  check {
    disk-free root at-least: 1MiB
  }

  stage {
    fetch terminal-package as bundle
    unpack bundle into: next within 2m
  }

  switch {
    link live to: next
  }

  verify {
    run "{live}/healthy"
  }
}
`;

const sha256 = (content: Buffer | string): string =>
  createHash('sha256').update(content).digest('hex');

/** The lines of one version, its program and package laid on the server. */
export interface Offered {
  readonly version: string;
  /** `channel …` and what follows it, up to `downgrade`. */
  readonly lines?: string;
  /** The package brings an agent, too. */
  readonly agent?: string;
  /** Its verify fails. */
  readonly ill?: boolean;
  /** Its package, as it lies there. */
  readonly bundle?: Buffer;
}

let text: string | undefined;

/** How many seconds the agent waits for a server that says nothing: its own number, and one for servers that are away. */
export const AGENT_PATIENCE = 15;
const SHORT_PATIENCE = 5;

export class PullDevice {
  readonly folder = mkdtempSync(join(tmpdir(), 'cutover-pull-'));
  readonly home = join(this.folder, 'home');
  readonly root = join(this.folder, 'root');
  readonly settings = join(this.folder, 'settings');
  readonly agent = join(this.folder, 'agent.sh');
  readonly shell: ShellKind;

  constructor(shell: ShellKind, trusted: string, patience = SHORT_PATIENCE) {
    this.shell = shell;
    text ??= agentText();
    const own = `fetch_patience=${String(AGENT_PATIENCE)}`;
    writeFileSync(this.agent, text.replace(own, `fetch_patience=${String(patience)}`));
    for (const folder of ['home/agent/trust', 'bin', 'root/releases/1.0'])
      mkdirSync(join(this.folder, folder), { recursive: true });
    writeFileSync(join(this.home, 'agent/trust/root'), trusted);
    writeFileSync(join(this.root, 'releases/1.0/VERSION'), '1.0\n');
    symlinkSync('releases/1.0', join(this.root, 'current'));
    const path = execFileSync('sh', ['-c', `command -v ${shell.command[0]}`], { encoding: 'utf8' });
    symlinkSync(path.trim(), join(this.folder, 'bin/sh'));
  }

  set(servers: readonly string[], more = ''): void {
    const lines = servers.map((server) => `server ${server}\n`).join('');
    writeFileSync(
      this.settings,
      `name atm-0042\nscript terminal\nrelease core\nhome ${this.home}\njitter 0\n${lines}param root ${this.root}\n${more}`,
      { mode: 0o600 },
    );
  }

  /** As cron starts it: almost nothing in the environment. */
  begin(
    command: string,
    env: Readonly<Record<string, string>> = {},
    agent = this.agent,
  ): Promise<Said> {
    const words = [agent, ...command.split(' '), '--settings', this.settings];
    const child = spawn(join(this.folder, 'bin/sh'), words, {
      env: { ...env, PATH: `${this.folder}/bin:${env['PATH'] ?? '/usr/bin:/bin'}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
    return new Promise((resolve) =>
      child.on('close', (status) => {
        resolve({ status, out, err });
      }),
    );
  }
  run(): Promise<Said> {
    return this.begin('run');
  }

  /** A file with a password in it; its path. */
  password(text: string): string {
    const file = join(this.folder, 'password');
    writeFileSync(file, `${text}\n`, { mode: 0o600 });
    return file;
  }

  /** From now on the device's clock is ahead. */
  putForward(by: string): void {
    const file = join(this.folder, 'bin/date');
    writeFileSync(file, `#!/bin/sh\nexec /usr/bin/date -d '${by}' "$@"\n`, { mode: 0o755 });
  }

  get version(): string {
    return readFileSync(join(this.root, 'current/VERSION'), 'utf8').trim();
  }
  read(name: string): string {
    const file = join(this.home, 'agent', name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  end(): void {
    endProcesses(this.folder);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Publishes these versions, newest first, and gives the metadata's numbers a push. */
export async function offer(
  server: VersionServer,
  versions: readonly Offered[],
  what: Published = {},
): Promise<void> {
  const offers: string[] = [];
  for (const one of versions) offers.push(await offered(server, one));
  server.publish({ ...what, offers: offers.join('') });
}

async function offered(server: VersionServer, one: Offered): Promise<string> {
  const { version, lines = 'channel stable 100\n' } = one;
  const bundle = one.bundle ?? packed(one);
  const path = `core/${version}/terminal.tar.gz`;
  server.write(path, bundle);
  const line = `any ${String(bundle.length)} ${sha256(bundle)} ${path}`;
  const program = await compiled(version, line);
  server.write(`core/${version}/terminal.posix.sh`, program);
  return `version ${version}\n${lines}program terminal posix ${String(program.length)} ${sha256(program)} core/${version}/terminal.posix.sh\npackage terminal terminal-package ${line} -\n`;
}

function packed({ version, agent, ill = false }: Offered): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-pack-'));
  writeFileSync(join(folder, 'VERSION'), `${version}\n`);
  writeFileSync(join(folder, 'healthy'), `#!/bin/sh\nexit ${ill ? '1' : '0'}\n`, { mode: 0o755 });
  if (agent !== undefined) writeFileSync(join(folder, 'agent.sh'), agent);
  const bundle = execFileSync('tar', ['-C', folder, '-czf', '-', '.']);
  rmSync(folder, { recursive: true });
  return bundle;
}

/** The program of a terminal's script, with what `fetch` is to fetch. */
export async function compiled(
  version: string,
  artifact: string,
  text: string = script,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-script-'));
  const file = join(folder, 'terminal.cutover');
  writeFileSync(file, text);
  const loaded = await loadScripts([file], undefined);
  rmSync(folder, { recursive: true });
  const found = loaded.scripts.get('terminal');
  if (found === undefined)
    throw new Error(loaded.diagnostics.map(({ message }) => message).join('; '));
  return compile({
    script: found,
    library: loaded.library,
    platform: 'posix',
    release: { name: 'core', version },
    artifacts: { 'terminal-package': artifact },
    sha256,
  });
}
