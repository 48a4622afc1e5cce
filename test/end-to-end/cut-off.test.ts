/** A switch step that cuts its own device off, and a controller that never comes back: the device goes back by itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readJournal } from '../checker/read-journal.ts';
import type { Bench } from './harness/bench.ts';
import { expectNothingOpen, lastWords, said, snapshotsOf } from './harness/expectations.ts';
import { withFreshBench } from './harness/fresh-bench.ts';
import { until } from './harness/gate.ts';
import { whyNoMachines } from './harness/machine.ts';

/** The device's sshd stands still: who is connected hears nothing, who comes gets no answer. */
const cutOff = '    run "/bin/sh" "-c" "pkill -STOP sshd; sleep 100" writes: [] within 2m';
const wayBack = '    run "/bin/sh" "-c" "pkill -CONT sshd" writes: []';

describe.skipIf(whyNoMachines() !== undefined)('a device that hears nothing any more', () => {
  let bench: Bench;
  withFreshBench((fresh) => {
    bench = fresh;
  });

  test('F34 A19 S4: the switch cuts its network: it is back by itself within its lease, and so are all', async () => {
    bench.edit(
      'umg.cutover',
      '    start daemon\n',
      `    start daemon\n${cutOff} undo {\n  ${wayBack}\n    }\n`,
    );
    const before = await snapshotsOf(bench.site);
    const judged = await bench.begin();
    const plan = bench.site.plan('core-3.0.cutover');
    const ended = await judged.run(plan, ['--lease', '6s']);
    expect(ended.code, said(ended)).toBe(3);
    expect(lastWords(ended)[1]).toMatch(/^cause: umg-01/);
    expect(await snapshotsOf(bench.site)).toEqual(before);
    const states = lastStates(bench, 'umg-01');
    expect(states).toContain('revert-intent');
    await expectNothingOpen(judged);
    await judged.expectNoViolation();
  });

  test('F35 L3: the controller is gone for good after both have switched: each is back by itself', async () => {
    const { site } = bench;
    bench.edit(
      'umg.cutover',
      '    running daemon\n    http "http://127.0.0.1:{port}/health" status: 200 retry',
      '    running daemon\n    run "/bin/sh" "-c" "sleep 100" within 2m\n    http "http://127.0.0.1:{port}/health" status: 200 retry',
    );
    const before = await snapshotsOf(site);
    const judged = await bench.begin();
    const ended = judged.run(site.plan('core-3.0.cutover'), ['--lease', '5s']);
    await until(() => {
      const armed = readJournal(site.state).filter(
        ({ record }) => record.record === 'answer' && record.answer.answer === 'armed',
      );
      return armed.length === 2;
    }, 'both are armed');
    const holder = JSON.parse(readFileSync(join(site.state, 'controller.json'), 'utf8')) as {
      readonly pid: number;
    };
    process.kill(holder.pid, 'SIGKILL');
    expect((await ended).code).toBe(4);
    const allDead = (): boolean =>
      site.devices.every(({ name }) => lastStates(bench, name).at(-1) === 'dead');
    await until(allDead, 'both have gone back');
    expect(await snapshotsOf(site)).toEqual(before);
    const recovered = await judged.call(['recover']);
    expect(recovered.code, said(recovered)).toBe(3);
    await expectNothingOpen(judged);
    await judged.expectNoViolation();
  });

  test.each(['4s', '2h', '1500ms', 'soon'])(
    'A lease of %s is refused before anything is contacted',
    async (lease) => {
      const { site } = bench;
      const ended = await site.cutover([
        'run',
        site.plan('core-3.0.cutover'),
        '-i',
        site.inventory,
        '--lease',
        lease,
      ]);
      expect(ended.code).toBe(1);
      expect(ended.stderr).toContain('A lease is between 5s and 1h');
    },
  );
});

/** The states of the device's newest transaction, from its disc. */
function lastStates({ site }: Bench, name: string): readonly string[] {
  const { home } = site.device(name).layout;
  const current = readFileSync(join(home, 'current'), 'utf8').split(' ')[0] ?? '';
  const text = readFileSync(join(home, 'tx', current, 'state'), 'utf8');
  return text
    .split('\n')
    .flatMap((line) => (line.endsWith(' .') ? [line.split(' ')[0] ?? ''] : []));
}
