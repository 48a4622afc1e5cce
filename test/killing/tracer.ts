/**
 * A command under the tracer (`tracer.py`, whose head says what it does). For any command: this knows nothing of agents.
 *
 * Rule 1: where it can't be had there is a reason, so that what is skipped says why; with CUTOVER_ALL=1 (.ci/run)
 *         nothing is skipped.
 */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('tracer.py', import.meta.url));
/** Itself, not a shim that starts it: the command's own PATH may have nothing but busybox. */
const { stdout: found } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {
  encoding: 'utf8',
});
const python = (found as string | null)?.trim() ?? '';

/** Why nothing can be traced here; nothing where it can. */
export function whyNoTracer(): string | undefined {
  if (process.env['CUTOVER_ALL'] === '1') return undefined;
  if (`${process.platform} ${process.arch}` !== 'linux x64') return 'it needs Linux on x86_64';
  if (python === '') return 'not installed: python3';
  const tried = spawnSync(python, [program, 'true'], { encoding: 'utf8' });
  return tried.stderr === 'tracer: ended 0\n' ? undefined : `can't trace: ${tried.stderr}`;
}

export interface Tracing {
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** The file for a line per call. */
  readonly calls?: string;
  /** The folder whose content is told apart, and what in it doesn't matter. */
  readonly watch?: string;
  readonly but?: readonly string[];
  /** A folder for the first look at each content; of those numbers only that are K by N, as K/N. */
  readonly images?: string;
  readonly every?: string;
  /** The n-th call, or the first one of that form. */
  readonly endBefore?: number | RegExp;
  /** In the command lines of what is neither counted nor ended. */
  readonly leave?: readonly string[];
}

export interface Traced {
  /** `ended STATUS`, or `killed N`. What was left over goes on. */
  readonly verdict: string;
  readonly said: () => string;
  /** Ends what was left over. */
  readonly end: () => Promise<void>;
}

export async function trace(what: Tracing): Promise<Traced> {
  const child = spawn(python, [program, ...wordsOf(what)], {
    env: what.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const said: string[] = [];
  const closed = new Promise<void>((resolve) => {
    child.on('close', () => {
      resolve();
    });
  });
  createInterface(child.stdout).on('line', (line) => said.push(line));
  const verdict = await new Promise<string>((resolve) => {
    createInterface(child.stderr).on('line', (line) => {
      const told = /^tracer: (.*)/.exec(line)?.[1];
      if (told === undefined) said.push(line);
      else resolve(told);
    });
    void closed.then(() => {
      resolve(`no verdict: ${said.join('\n')}`);
    });
  });
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await closed;
  };
  return { verdict, said: () => said.join('\n'), end };
}

function wordsOf(what: Tracing): readonly string[] {
  const option = (name: string, values: readonly (string | undefined)[]): readonly string[] =>
    values.flatMap((value) => (value === undefined ? [] : [name, value]));
  const before = what.endBefore;
  return [
    ...option('--calls', [what.calls]),
    ...option('--watch', [what.watch]),
    ...option('--but', what.but ?? []),
    ...option('--images', [what.images]),
    ...option('--every', [what.every]),
    ...option('--leave', what.leave ?? []),
    ...option('--end-before', [before instanceof RegExp ? before.source : before?.toString()]),
    ...['--', ...what.command],
  ];
}

export interface Call {
  readonly no: number;
  /** What stood on the disc before it. */
  readonly image: number;
  readonly what: string;
}

export function callsIn(file: string): readonly Call[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [no = '', image = '', , ...what] = line.split(' ');
    return { no: Number(no), image: Number(image), what: what.join(' ') };
  });
}
