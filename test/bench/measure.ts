/**
 * How the benchmarks measure.
 *
 * Rule 1: what is compared runs in turns, in one run, on the same machine: only the ratio means anything.
 * Rule 2: the median of several; the first round of each is not counted.
 */
import { spawnSync } from 'node:child_process';

/** A line of the benchmarks' table. */
export interface Measured {
  readonly what: string;
  readonly value: string;
  readonly beside: string;
  readonly goal: string;
  /** Missing where nothing was promised. */
  readonly met?: boolean;
}

export type Work = () => Promise<void> | void;

/** Median milliseconds of each, run in turns. */
export async function inTurns(works: readonly Work[], rounds: number): Promise<readonly number[]> {
  const times = works.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [at, work] of works.entries()) {
      const begun = performance.now();
      await work();
      if (round > 0) times[at]?.push(performance.now() - begun);
    }
  }
  return times.map(median);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Runs Node with these arguments to its end; throws where it fails. */
export function node(...words: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`node ${words.join(' ')} ended with ${String(status)}: ${stderr}`);
}

export function times(value: number): string {
  return `${value.toFixed(1)} ×`;
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en').replaceAll(',', ' ');
}
