/** The compiled program's side of a twin: the joined text, run by a shell, and what it tells. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ShellKind } from '../device/kit/shells.ts';
import type { Told, Twin, Upgrade } from './twin.ts';

export interface Ran {
  readonly code: number;
  readonly said: string;
}

/** `sh` on the PATH is the shell that is tried: the agent starts others of itself. */
export function startAgent(twin: Twin, shell: ShellKind, command: string): ChildProcess {
  const folder = join(twin.folder, 'bin');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const [program] = shell.command;
  const path = execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();
  symlinkSync(path, join(folder, 'sh'));
  return spawn('sh', [twin.agent, command, '--settings', twin.settings], {
    env: { ...twin.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function runAgent(twin: Twin, shell: ShellKind, command: string): Promise<Ran> {
  const child = startAgent(twin, shell, command);
  let said = '';
  child.stdout?.on('data', (bytes: Buffer) => (said += bytes.toString('latin1')));
  child.stderr?.on('data', (bytes: Buffer) => (said += bytes.toString('latin1')));
  const code = await new Promise<number>((resolve) => {
    child.on('close', (status) => {
      resolve(status ?? -1);
    });
  });
  return { code, said };
}

export async function carryOutBy(twin: Twin, upgrade: Upgrade, shell: ShellKind): Promise<Told> {
  twin.writeAgent(upgrade);
  const ran = await runAgent(twin, shell, 'upgrade');
  return toldBy(twin, ran);
}

function toldBy(twin: Twin, { said, code }: Ran): Told {
  const lines = said.split('\n').map((line) => line.split(' '));
  const field = (name: string): string =>
    decodeURIComponent(lines.find(([word]) => word === name)?.[1] ?? '');
  if (field('outcome') === '') throw new Error(`ended with ${String(code)}:\n${said}`);
  return {
    effects: effectsIn(readFileSync(join(twin.layout.home, 'agent/log'), 'utf8')),
    outcome: field('outcome'),
    reason: field('reason'),
    line: field('line'),
    why: field('why'),
    ...twin.look(),
    fingerprints: twin.fingerprints(field('transaction')),
  };
}

/** From `line 37, step 5: link …` and `step 5 done`. */
function effectsIn(log: string): readonly string[] {
  const words = new Map<string, string>();
  return log.split('\n').flatMap((line) => {
    const begun = /^line \d+, step (\d+): (\S+)/.exec(line);
    if (begun !== null) words.set(begun[1] ?? '', begun[2] ?? '');
    const ended = /^step (\d+) (done|already|failed)$/.exec(line);
    const no = ended?.[1] ?? '';
    return ended === null ? [] : [`${no} ${words.get(no) ?? '?'} ${ended[2] ?? ''}`];
  });
}
