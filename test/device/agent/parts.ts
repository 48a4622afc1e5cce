/** The agent's parts in a shell, with the kit, and without its program: to call one function at a time. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kit } from '../kit/session.ts';
import { dash, type ShellKind } from '../kit/shells.ts';

const source = (path: string): string =>
  readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const names = [
  'head',
  'numbers',
  'versions',
  'log',
  'time',
  'conf',
  'shapes',
  'metadata',
  'offers',
  'signature',
  'roots',
  'trust',
  'ask',
  'choose',
  'outbox',
];
const fetchText = source('primitives/stage/fetch/posix.sh');
const parts = names.map((name) => source(`src/device/agent/${name}.sh`));
/** Impatient, so that tests of what hangs don't. */
const agentText = [parts[0], `kit_token=agent kit_home=$HOME/home kit_hash=x`, kit, fetchText]
  .concat(parts.slice(1))
  .join('\n')
  .replace('fetch_patience=15', 'fetch_patience=3');

export interface Said {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export class Agent {
  readonly folder = mkdtempSync(join(tmpdir(), 'cutover-agent-'));
  readonly home = join(this.folder, 'home');
  readonly shell: ShellKind;
  readonly env: Readonly<Record<string, string>>;

  constructor(shell: ShellKind = dash, env: Readonly<Record<string, string>> = {}) {
    this.shell = shell;
    this.env = env;
    mkdirSync(join(this.home, 'agent/trust'), { recursive: true });
    mkdirSync(join(this.home, 'agent/outbox'));
  }

  path(name: string): string {
    return join(this.home, 'agent', name);
  }
  read(name: string): string {
    return existsSync(this.path(name)) ? readFileSync(this.path(name), 'utf8') : '';
  }
  write(name: string, text: string): void {
    writeFileSync(this.path(name), text);
  }

  /** The agent's text, and these lines after it. */
  async call(script: string): Promise<Said> {
    const file = join(this.folder, 'agent.sh');
    const set = `agent_dir=$kit_home/agent agent_new=$agent_dir/new trust_dir=$agent_dir/trust trust_new=$agent_new
agent_marks=''; rm -rf "$agent_new"; mkdir -p "$agent_new"; time_now`;
    writeFileSync(file, `${agentText}\n${set}\n${script}\n`);
    const [command, ...args] = this.shell.command;
    const env = { PATH: process.env['PATH'] ?? '', HOME: this.folder, ...this.env };
    const child = spawn(pathOf(command), [...args, file], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { status, out, err };
  }

  /** trust_update against these servers, in this order. */
  async trust(urls: readonly string[], release = 'core'): Promise<string> {
    const lines = urls.map((url) => `${url}\t\t\n`).join('');
    const { out, err } = await this.call(`conf_release=${release} conf_script=umg
kit_put '${lines}' >"$agent_new/servers"
trust_update; trust_result=$?
kit_put "$trust_result $trust_code $trust_why"`);
    return `${out}${err}`;
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function pathOf(name: string): string {
  const folders = (process.env['PATH'] ?? '').split(':');
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? name;
}
