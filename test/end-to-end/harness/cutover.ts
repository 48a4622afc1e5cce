/** The built command line, run as a user runs it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { markOf } from '../../../src/demo/device/processes.ts';

const project = resolve(import.meta.dirname, '../../..');
const program = join(project, 'dist/src/cli/main.js');
const killAt = pathToFileURL(join(import.meta.dirname, 'kill-at.mjs')).href;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  /** `before:N` or `after:N`: the controller kills itself around its N-th commit; `count:FILE` (absolute): it lists them. */
  readonly kill?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Called with each whole line of standard output as it comes. */
  readonly onLine?: (line: string, child: ChildProcess) => void;
  readonly withinMs?: number;
}

/** `folder` is the working folder, and marks every process that comes of this one. */
export function cutover(
  folder: string,
  args: readonly string[],
  options: CallOptions = {},
): Promise<Ended> {
  if (!existsSync(program)) throw new Error(`${program} is missing: run \`npm run build\``);
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { ...environmentOf(folder, options) },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: options.withinMs ?? 120_000,
    killSignal: 'SIGKILL',
  });
  child.stdin.on('error', () => undefined).end(options.input ?? '');
  return ended(child, options);
}

function environmentOf(folder: string, { kill, environment }: CallOptions): Record<string, string> {
  const preload =
    kill === undefined ? {} : { NODE_OPTIONS: `--import=${killAt}`, CUTOVER_TEST_KILL: kill };
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'xdg'),
    NO_COLOR: '1',
    ...markOf(folder),
    ...preload,
    ...environment,
  };
}

function ended(child: ChildProcess, { onLine }: CallOptions): Promise<Ended> {
  const out: Buffer[] = [];
  const error: Buffer[] = [];
  let rest = '';
  child.stdout?.on('data', (bytes: Buffer) => {
    out.push(bytes);
    if (onLine === undefined) return;
    const lines = (rest + bytes.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line, child);
  });
  child.stderr?.on('data', (bytes: Buffer) => error.push(bytes));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString();
      resolve({ code, stdout: text(out), stderr: text(error) });
    });
  });
}
