/** A way back that fails: what is said of the device then, and for how long. */
import { describe, expect, test } from 'vitest';
import type { Bench } from './harness/bench.ts';
import { lastWords, said } from './harness/expectations.ts';
import { withFreshBench } from './harness/fresh-bench.ts';
import { whyNoMachines } from './harness/machine.ts';

const failing = `    run "/bin/sh" "-c" "exit 9" writes: [] undo {
      run "/bin/sh" "-c" "exit 3" writes: []
    }
`;

describe.skipIf(whyNoMachines() !== undefined)('a device that could not be put back', () => {
  let bench: Bench;
  withFreshBench((fresh) => (bench = fresh));

  test('A07 S4: step, line, reason and outage are told; status, plan and run name it until it is right', async () => {
    bench.edit('umg.cutover', '    start daemon\n', `${failing}    start daemon\n`);
    const judged = await bench.begin();
    const plan = bench.site.plan('core-3.0.cutover');
    const ended = await judged.run(plan);
    expect(ended.code, said(ended)).toBe(5);
    const words = lastWords(ended).join('\n');
    const why = 'the way back of `[^`]+`, line \\d+, failed: /bin/sh returned 3';
    const whole = new RegExp(`broken: umg-01: ${why}; what was kept lies in (\\S+)`);
    expect(words).toMatch(whole);
    const [, kept = ''] = whole.exec(words) ?? [];
    expect(words).toMatch(/umg-01 +broken +\S+ [\d.]+ s and still down/);
    expect((await judged.call(['history'])).stdout).toMatch(
      new RegExp(` unit .* broken .*umg-01 is broken: ${why}`),
    );

    const named = new RegExp(`umg-01 is broken since .*${why}; what was kept lies in ${kept}`);
    const status = await judged.call(['status']);
    expect(status.code, said(status)).toBe(5);
    expect(status.stdout).toMatch(named);
    const json = await judged.call(['status', '--format', 'json']);
    expect(JSON.parse(json.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      what: 'broken',
      device: 'umg-01',
      backup: kept,
    });
    const planned = await judged.call(['plan', plan, '-i', bench.site.inventory]);
    expect(planned.stderr).toMatch(named);

    // Mended by hand: its service runs again after a start.
    bench.edit('umg.cutover', failing, '');
    const umg = bench.site.device('umg-01');
    await umg.cut();
    await umg.boot();
    const again = await judged.run(plan);
    expect(again.stderr).toMatch(named);
    expect(again.code, said(again)).toBe(0);
    const after = await judged.call(['status']);
    expect([after.code, after.stdout], said(after)).toEqual([0, expect.not.stringMatching(named)]);
  });
});
