/**
 * The command line as a user would call it: each call is shown, and what it prints, as it prints it.
 *
 * Rule 1: nothing is done to a device but by these calls.
 */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { ownProgram } from '../own-program.ts';
import { markOf } from '../device/processes.ts';
import type { Voice } from './voice.ts';

export interface Call {
  /** Where it is called. */
  readonly folder: string;
  /** Marks the processes that come of it. */
  readonly mark: string;
  readonly voice: Voice;
  /** Throws once nothing may be started any more. */
  readonly goOn: () => void;
  /** Sees each line of what it prints, and says what is shown of it, if anything; without it all is. */
  readonly onLine?: (line: string) => string | undefined;
  /** A question of the story's own: neither the call nor what it prints is shown. */
  readonly quiet?: boolean;
}

export interface CallResult {
  readonly code: number;
  readonly lines: readonly string[];
}

export async function cutover(args: readonly string[], call: Call): Promise<CallResult> {
  call.goOn();
  if (call.quiet !== true) call.voice.command(`cutover ${args.join(' ')}`);
  const child = spawn(process.execPath, [ownProgram('../cli/main'), ...args], {
    cwd: call.folder,
    env: { ...process.env, ...markOf(call.mark) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  eachLine(child.stderr, (line) => {
    if (call.quiet !== true) call.voice.output(line);
  });
  eachLine(child.stdout, (line) => {
    lines.push(line);
    const shown = call.onLine === undefined ? line : call.onLine(line);
    if (shown !== undefined && call.quiet !== true) call.voice.output(shown);
  });
  const code = await ended(child);
  return { code, lines };
}

/** A call without which the story can't go on. */
export async function mustSucceed(args: readonly string[], call: Call): Promise<void> {
  const { code } = await cutover(args, call);
  if (code !== 0) throw new Error(`\`cutover ${args.join(' ')}\` ended with ${String(code)}`);
}

function eachLine(stream: Readable, told: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) told(line);
  });
  stream.on('end', () => {
    if (rest !== '') told(rest);
  });
}

/** A command that a signal ended has no exit code: 128, as a shell would begin. */
function ended(child: ChildProcessByStdio<null, Readable, Readable>): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code ?? 128);
    });
  });
}
