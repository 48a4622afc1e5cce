/**
 * Runs the parts of a check side by side.
 *
 * Rule 1: what a part says is shown whole, in the order of the parts, with the seconds that it took.
 * Rule 2: all are run, whichever fails; the code is that of the first that failed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Part {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

interface Ended {
  readonly output: string;
  readonly code: number;
  readonly seconds: number;
}

export async function runParts(
  parts: readonly Part[],
  atOnce: number,
  write: (text: string) => void,
): Promise<number> {
  const runs = parts.map((part) => ({ part, end: Promise.withResolvers<Ended>() }));
  const waiting = [...runs];
  for (let free = atOnce; free > 0; free -= 1) void work(waiting);
  let first = 0;
  for (const { part, end } of runs) {
    const { output, code, seconds } = await end.promise;
    const result = code === 0 ? 'good' : `failed with ${String(code)}`;
    write(`${output}== ${part.name}: ${result}, ${seconds.toFixed(1)} s\n`);
    first ||= code;
  }
  return first;
}

interface Run {
  readonly part: Part;
  readonly end: PromiseWithResolvers<Ended>;
}

/** Takes one part after the other, as long as any wait. */
async function work(waiting: Run[]): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    next.end.resolve(await run(next.part));
  }
}

async function run({ command: [program, ...words] }: Part): Promise<Ended> {
  const begun = performance.now();
  const said: Buffer[] = [];
  const code = await codeOf(program, words, (chunk) => said.push(chunk));
  const seconds = (performance.now() - begun) / 1000;
  return { output: Buffer.concat(said).toString(), code, seconds };
}

async function codeOf(
  program: string,
  words: readonly string[],
  onSaid: (chunk: Buffer) => void,
): Promise<number> {
  try {
    // Some of what keeps a program from being started is thrown, the rest is an event.
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', onSaid);
    child.stderr.on('data', onSaid);
    const [code] = (await once(child, 'close')) as [number | null];
    return code ?? 1;
  } catch (error) {
    onSaid(Buffer.from(`${String(error)}\n`));
    return 127;
  }
}
