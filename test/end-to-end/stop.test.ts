/**
 * F38 A19 L4: what can't be committed any more is stopped where it stands, not waited for.
 *
 * Each step here would go on for longer than a call may take: where it is waited for, the test fails.
 */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readJournal } from '../checker/read-journal.ts';
import { openBench } from './harness/bench.ts';
import type { Bench } from './harness/bench.ts';
import type { Ended } from './harness/cutover.ts';
import { expectNothingOpen, lastWords, said, snapshotsOf } from './harness/expectations.ts';
import type { Snapshots } from './harness/expectations.ts';
import { closedGate } from './harness/gate.ts';
import type { Gate } from './harness/gate.ts';
import type { Judged } from './harness/judged.ts';
import { whyNoMachines } from './harness/machine.ts';

/** Where the long step stands: before this line of the UMG's script. */
const places = {
  prepare: '    when arch ==',
  switch: '    link live to: next\n',
  verify: '    http "http://127.0.0.1:{port}/health" status: 200 retry',
} as const;

const ended = 'it was told to stop, and the step at work was ended';

interface Under {
  readonly judged: Judged;
  readonly client: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly before: Snapshots;
}

describe.skipIf(whyNoMachines() !== undefined)('a long step', () => {
  let bench: Bench;
  let gate: Gate;

  beforeAll(async () => {
    bench = await openBench();
  });
  beforeEach(async () => {
    await bench.reset();
    gate = closedGate(bench.site.folder);
  });
  afterAll(async () => {
    await bench.site.close();
  });

  /** Until the gate is reached. */
  async function begun(place: keyof typeof places, step: string): Promise<Under> {
    bench.edit('umg.cutover', places[place], `${step}${places[place]}`);
    const before = await snapshotsOf(bench.site);
    const judged = await bench.begin();
    let client: ChildProcess | undefined;
    const plan = bench.site.plan('core-3.0.cutover');
    const run = judged.run(plan, [], { onLine: (_, child) => (client = child) });
    await Promise.race([gate.reached(), run.then((one) => Promise.reject(new Error(said(one))))]);
    if (client === undefined) throw new Error('it has said nothing');
    return { judged, client, ended: run, before };
  }

  async function expectBack({ judged, before }: Under): Promise<void> {
    expect(await snapshotsOf(bench.site)).toEqual(before);
    await expectNothingOpen(judged);
    await judged.expectNoViolation();
  }

  const verifyStep = (): string => gate.step.replace(' writes: []', '');
  /** Fails a thousand times. */
  const triedAgain = (): string =>
    gate.step
      .replace('while', 'exit 1; while')
      .replace(' writes: [] within 2m', ' retry 1000 every 1s within 1h');
  /** What it leaves running has left its group. */
  const leavesOne = (): string => gate.step.replace('-c" "', '-c" "setsid sleep 300 & ');

  test.each([
    ['prepare', 'a step', () => gate.step],
    ['switch', 'a step', () => gate.step],
    ['switch', 'a step that leaves a process', leavesOne],
    ['verify', 'a check', verifyStep],
    ['verify', 'a check tried a thousand times', triedAgain],
  ] as const)('F38 A19: ^C in %s, in %s: all old, 130', async (place, _, step) => {
    const under = await begun(place, step());
    under.client.kill('SIGINT');
    const run = await under.ended;
    expect(run.code, said(run)).toBe(130);
    expect(run.stdout).toContain(step === triedAgain ? 'stopped, as the controller asked' : ended);
    await expectBack(under);
  });

  test('F38 A19: `abort` in switch: all old, 3', async () => {
    const under = await begun('switch', gate.step);
    const begin = readJournal(bench.site.state).find(({ record }) => record.record === 'begin');
    const abort = await under.judged.call(['abort', begin?.transaction ?? '']);
    expect(abort.code, said(abort)).toBe(0);
    const run = await under.ended;
    expect(run.code, said(run)).toBe(3);
    expect(run.stdout).toContain(ended);
    await expectBack(under);
  });

  test('F35: the controller dies in it: `recover` ends what it left at work, all old, 3', async () => {
    const under = await begun('switch', gate.step);
    const holder = readFileSync(join(bench.site.state, 'controller.json'), 'utf8');
    process.kill((JSON.parse(holder) as { readonly pid: number }).pid, 'SIGKILL');
    expect((await under.ended).code).toBe(4);
    const recover = await under.judged.call(['recover']);
    expect(recover.code, said(recover)).toBe(3);
    await expectBack(under);
  });

  test('A19 L4: another member fails its switch: nobody waits for the long step', async () => {
    const fails = gate.step.replace(
      /: >(\S*); while.*done/,
      'while [ ! -e $1 ]; do sleep 0.1; done; exit 7',
    );
    bench.edit(
      'msc-server.cutover',
      '    link live to: next\n',
      `${fails}    link live to: next\n`,
    );
    const under = await begun('switch', gate.step);
    const run = await under.ended;
    expect(run.code, said(run)).toBe(3);
    expect(lastWords(run)[1]).toMatch(/^cause: msc-01, line \d+: `run`/);
    expect(run.stdout).toContain(ended);
    await expectBack(under);
  });
});
