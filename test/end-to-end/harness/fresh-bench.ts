/** One site for a file of tests, as it came before each of them. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { openBench } from './bench.ts';
import type { Bench } from './bench.ts';

/** `take` is handed the bench as soon as it stands. */
export function withFreshBench(take: (bench: Bench) => void): void {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
    take(bench);
  });
  beforeEach(async () => {
    await bench.reset();
  });
  afterAll(async () => {
    await bench.site.close();
  });
}
