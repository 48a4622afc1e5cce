/** Random worlds: whatever happens, in whatever order, the invariants hold (S1 S2 S3 S4 S6 S7 L1 L2). */
import { expect, it } from 'vitest';
import { reach } from '../reach.ts';
import { unbroken } from './model/rules.ts';
import { simulate } from './model/simulate.ts';

const one = process.env['SEED'];
const runs = Number(process.env['RUNS'] ?? reach(600, 3000));

it('A19 S1 S2 S3 S7 L1: no random run breaks an invariant', () => {
  const seeds = one === undefined ? Array.from({ length: runs }, (_, at) => at + 1) : [Number(one)];
  for (const seed of seeds) {
    const { world, trace } = simulate(seed, unbroken);
    if (world.violation === undefined) continue;
    const again = `SEED=${String(seed)} npx vitest run test/protocol/simulation.test.ts`;
    expect.fail(`${world.violation}\nseed ${String(seed)}; again: ${again}\n${trace.join('\n')}`);
  }
}, 120_000);
