/** What the sweep has found, each by its name. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platforms } from './platforms.ts';
import { Sweep } from './sweep.ts';
import { whyNoTracer } from './tracer.ts';

const why = whyNoTracer();
describe.skipIf(why !== undefined)(
  `a power cut${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    let once: Sweep;
    let twice: Sweep;
    beforeAll(async () => {
      const [platform] = platforms();
      if (platform === undefined) throw new Error('no shell');
      once = await Sweep.record({ platform, cut: 'power', ill: false });
      twice = await Sweep.record({ platform, cut: 'twice', ill: false });
    });
    afterAll(async () => {
      await once.end();
      await twice.end();
    });

    it('S4: in prepare is told as interrupted, and the version is tried again', async () => {
      expect(await once.before(/^openat .*\/kept\/4\/path/)).toEqual([]);
      expect(once.terminal.read('home/agent/failed')).toBe('core 2.0 4 cut\n');
    });

    it('S5: while the kit is written leaves no half of it', async () => {
      expect(await once.before(/^write .*\/kit\/[0-9a-f]+\.sh\.\d+/)).toEqual([]);
    });

    it('S5: before anything has begun leaves no transaction that never was', async () => {
      expect(await once.before(/^mkdir\S* (.*\/)?bindings/)).toEqual([]);
    });

    it("S5: in the guard's drill leaves no link of it", async () => {
      expect(await once.before(/^rename.*\/\.drill-next/)).toEqual([]);
    });

    it('S5: while what has ended is swept leaves nothing once another has begun', async () => {
      expect(await twice.before(/^unlink.*\/tx\/self-[\d-]+\/managed/)).toEqual([]);
    });
  },
);
