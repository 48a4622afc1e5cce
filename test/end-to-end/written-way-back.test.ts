/** A19 C04: the way back that a script writes itself: any program in `undo` and in `revert`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Bench } from './harness/bench.ts';
import { sound } from './harness/bench.ts';
import { expectNothingOpen, said, snapshotsOf } from './harness/expectations.ts';
import { withFreshBench } from './harness/fresh-bench.ts';
import { whyNoMachines } from './harness/machine.ts';

/** Each says in `trace` that it was here. */
const step = (trace: string): string => `
    run "/bin/sh" "-c" "echo on | tee $0 >>$1" "{root}/mark" "${trace}" writes: ["{root}/mark"] undo {
      run "/bin/sh" "-c" "rm -f $0; echo undone >>$1" "{root}/mark" "${trace}" writes: ["{root}/mark"]
    }
`;
const mend = (trace: string): string =>
  `    run "/bin/sh" "-c" "echo mended >>$0" "${trace}" writes: []\n`;

describe.skipIf(whyNoMachines() !== undefined)('a way back that is written in the script', () => {
  let bench: Bench;
  withFreshBench((fresh) => {
    bench = fresh;
  });

  test('A19 C04: `run` in `undo` and in `revert`, when a later step fails', async () => {
    const { site } = bench;
    const trace = join(site.folder, 'trace');
    const [link, ensure] = ['    link live to: next\n', '    ensure-running daemon\n'];
    bench.edit('umg.cutover', link, step(trace) + link);
    bench.edit('umg.cutover', ensure, ensure + mend(trace));
    const before = await snapshotsOf(site);
    const ill = sound(site).map((one) =>
      one.kind === 'umg' ? ({ ...one, flaw: 'ill' } as const) : one,
    );
    const judged = await bench.begin('core', ill);
    const ended = await judged.run(site.plan('core-3.0.cutover'));
    expect(ended.code, said(ended)).toBe(3);
    expect(readFileSync(trace, 'utf8')).toBe('on\nundone\nmended\n');
    expect(await snapshotsOf(site)).toEqual(before);
    await expectNothingOpen(judged);
    await judged.expectNoViolation();
  });
});
