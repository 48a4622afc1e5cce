/**
 * The agent is ended before each of its calls that change something, through a whole upgrade.
 *
 * Rule 1: all calls are counted; those before which the disc is as it was before an earlier one count with that one.
 * Rule 2: `npm run long` takes each look of the disc; else each CUTOVER_EVERY-th, other ones in each way, and other ones with
 *         another CUTOVER_SEED.
 */
import { describe, expect, it } from 'vitest';
import { platforms } from './platforms.ts';
import { nameOf, Sweep, type Way } from './sweep.ts';
import { whyNoTracer } from './tracer.ts';

const long = process.env['LONG'] === '1';
const every = long ? 1 : Number(process.env['CUTOVER_EVERY'] ?? 170);
const seed = Number(process.env['CUTOVER_SEED'] ?? 20261122);

const why = whyNoTracer();
const ways: readonly Way[] = platforms().flatMap((platform) =>
  [false, true].flatMap((ill) =>
    (['power', 'agent', 'twice'] as const).map((cut) => ({ platform, cut, ill })),
  ),
);

async function sweepThrough(way: Way): Promise<readonly string[]> {
  // What settles is a third as long.
  const step = way.cut === 'twice' ? Math.ceil(every / 3) : every;
  const rest = (seed + 37 * ways.indexOf(way)) % step;
  const sweep = await Sweep.record(way, `${String(rest)}/${String(step)}`);
  try {
    const taken = sweep.moments.filter(({ image }) => image % step === rest);
    const wrong: string[] = [];
    for (const moment of taken) {
      const found = await sweep.at(moment);
      if (found.length > 0 && long) process.stdout.write(`${nameOf(way)}: ${found.join('\n')}\n`);
      wrong.push(...found);
    }
    const ends = [...sweep.ends].map(([end, count]) => `${String(count)} ${end}`).join(', ');
    process.stdout.write(
      `${nameOf(way)}: ${String(sweep.calls.length)} calls, ${String(sweep.moments.length)} looks of the disc, ${String(taken.length)} gone on from: ${ends}\n`,
    );
    return wrong;
  } finally {
    await sweep.end();
  }
}

describe.skipIf(why !== undefined)(
  `the agent${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    it.concurrent.each(ways.map((way) => [nameOf(way), way] as const))(
      'B09 S4 S10 F29: %s',
      { timeout: 0 },
      async (name, way) => {
        const wrong = await sweepThrough(way);
        const again = `CUTOVER_SEED=${String(seed)} CUTOVER_EVERY=${String(every)} npx vitest run --project device test/killing -t '${name}'`;
        expect(wrong.join('\n'), again).toBe('');
      },
    );
  },
);
