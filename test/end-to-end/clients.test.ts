/** Several clients of one controller: each is told of what it asked for, from the start or from where it stands. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { readJournal } from '../checker/read-journal.ts';
import type { Bench } from './harness/bench.ts';
import type { Ended } from './harness/cutover.ts';
import { lastWords, said } from './harness/expectations.ts';
import { withFreshBench } from './harness/fresh-bench.ts';
import { closedGate, until } from './harness/gate.ts';
import type { Gate } from './harness/gate.ts';
import type { Judged } from './harness/judged.ts';
import { whyNoMachines } from './harness/machine.ts';

interface Standing {
  readonly judged: Judged;
  readonly gate: Gate;
  readonly ended: Promise<Ended>;
  readonly transaction: string;
}

describe.skipIf(whyNoMachines() !== undefined)('clients of one controller', () => {
  let bench: Bench;
  withFreshBench((fresh) => (bench = fresh));

  const plan = (): string => bench.site.plan('core-3.0.cutover');

  /** A run that stands at a gate in the UMG's prepare. */
  async function running(): Promise<Standing> {
    const gate = closedGate(bench.site.folder);
    bench.edit('umg.cutover', '    when arch ==', `${gate.step}    when arch ==`);
    const judged = await bench.begin();
    const ended = judged.run(plan(), ['--ui', 'json']);
    await Promise.race([gate.reached(), ended.then((one) => Promise.reject(new Error(said(one))))]);
    const begun = readJournal(bench.site.state).find(({ record }) => record.record === 'begin');
    return { judged, gate, ended, transaction: begun?.transaction ?? '' };
  }

  function subjectsIn({ stdout }: Ended): readonly string[] {
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    return [...new Set(events.map((event) => event['transaction'] ?? event['run'] ?? ''))];
  }

  test('A08 A15: a run and a download at once: neither hears of the other', async () => {
    const { judged, gate, ended, transaction } = await running();
    let heard = 0;
    const order = ['download', plan(), '-i', bench.site.inventory, '--ui', 'json'];
    const download = judged.call(order, { onLine: () => (heard += 1) });
    await until(() => heard > 0, 'the download has begun');
    gate.open();
    const [run, downloaded] = [await ended, await download];
    expect(run.code, said(run)).toBe(0);
    expect(subjectsIn(downloaded)).toHaveLength(1);
    expect(subjectsIn(downloaded)[0]).toMatch(/-download-/);
    expect(subjectsIn(run)).toHaveLength(2);
    expect(subjectsIn(run)).toContain(transaction);
    expect(subjectsIn(run).join(' ')).not.toMatch(/-download-/);
    await judged.expectNoViolation();
  });

  test('A17 L5: `recover` beside a run first says whose it is and where each device stands', async () => {
    const { judged, gate, ended, transaction } = await running();
    const lines: string[] = [];
    const recover = judged.call(['recover'], { onLine: (line) => lines.push(line) });
    await until(() => lines.length >= 3, 'it has said how it stands');
    gate.open();
    expect(lines[0]).toMatch(
      new RegExp(`transaction ${transaction} of \\S+@\\S+, since .*: preparing$`),
    );
    expect(lines[1]).toMatch(/msc-01 .*last said: staged$/);
    expect(lines[2]).toMatch(/umg-01 .*last said: idle; waits for umg-01 to answer `prepare`$/);
    expect((await recover).code, said(await recover)).toBe(0);
    expect(lastWords(await recover)[0]).toContain('COMMITTED');
    expect((await ended).code).toBe(0);
    await judged.expectNoViolation();
  });

  test('A17 L5: `status` beside a run: each wait by name, with its age and what ends it', async () => {
    const { judged, gate, ended, transaction } = await running();
    const [text, json] = [
      await judged.call(['status']),
      await judged.call(['status', '--format', 'json']),
    ];
    gate.open();
    const way = `cutover abort ${transaction} --state ${bench.site.state}`;
    expect(text.stdout).toMatch(/umg-01 +last said: idle; told to prepare$/m);
    expect(text.stdout).toMatch(
      new RegExp(`waits for umg-01 to answer .prepare., for [\\d.]+ s \\(.${way}.\\)$`, 'm'),
    );
    const [controller, unit] = json.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(controller).toMatchObject({ running: true });
    const since = expect.stringMatching(/^\d{4}-.*Z$/) as string;
    const name = 'umg-01 to answer `prepare`';
    expect(unit?.['waits']).toEqual([{ device: 'umg-01', name, command: way, since }]);
    expect((await ended).code).toBe(0);
    await judged.expectNoViolation();
  });

  test('A17 F35: `recover` tells how a run ended that nobody was told of, once; then there is nothing', async () => {
    const judged = await bench.begin();
    const ended = await judged.run(plan());
    expect(ended.code, said(ended)).toBe(0);
    expect(ended.stderr).toMatch(/^reading \S+core-3\.0\.cutover, its scripts and its release$/m);
    expect(ended.stderr).toMatch(/^starting a controller in /m);
    expect(ended.stderr).toMatch(/^connecting to 2 devices$/m);
    await idle();
    forgetRunEnd();
    const told = await judged.call(['recover']);
    expect(told.code, said(told)).toBe(0);
    expect(lastWords(told)[0]).toContain('COMMITTED');
    await idle();
    const again = await judged.call(['recover']);
    expect([again.code, again.stdout], said(again)).toEqual([0, '']);
    expect(again.stderr).toMatch(/^nothing is open: there is nothing to recover$/m);
    const json = await judged.call(['recover', '--ui', 'json']);
    const last = JSON.parse(json.stdout.trim().split('\n').at(-1) ?? '') as unknown;
    expect(last).toMatchObject({ v: 1, event: 'ended', exitCode: 0 });
    await idle();
    await expectNothingToAbort(judged);
    await judged.expectNoViolation();
  });

  test('C06 B10: `history` has a row for each run and unit: when, plan, version, outcome, how long, which', async () => {
    const judged = await bench.begin();
    const ended = await judged.run(plan());
    expect(ended.code, said(ended)).toBe(0);
    const { stdout } = await judged.call(['history']);
    const [head = '', ...rows] = stdout.trim().split('\n');
    expect(head.split(/ {2,}/)).toEqual([
      ...['began', 'kind', 'plan or unit', 'version', 'outcome', 'took', 'transaction', 'cause'],
    ]);
    const when = String.raw`\d{4}-\d\d-\d\dT\S+Z`;
    const [run, unit] = ['run', 'unit'].map(
      (kind) =>
        new RegExp(
          `^${when} +${kind} +.*\\S +3\\.0 +committed +[\\d.]+ \\w+ +\\d{8}-\\d{6}-[a-z0-9-]+$`,
        ),
    );
    expect(rows).toEqual([expect.stringMatching(run ?? ''), expect.stringMatching(unit ?? '')]);
    const json = await judged.call(['history', '--format', 'json']);
    const [first, second] = json.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toMatchObject({
      v: 1,
      what: 'history',
      kind: 'run',
      release: 'core',
      version: '3.0',
      result: 'committed',
    });
    expect(second).toMatchObject({
      kind: 'unit',
      run: first?.['transaction'],
      devices: ['msc-01', 'umg-01'],
    });
    expect(Date.parse(String(first?.['until'])) - Date.parse(String(first?.['since']))).toBe(
      first?.['tookMs'],
    );
    await judged.expectNoViolation();
  });

  /** Neither an unknown transaction nor one that has ended wants a controller. */
  async function expectNothingToAbort(judged: Judged): Promise<void> {
    const begun = readJournal(bench.site.state).find(({ record }) => record.record === 'begin');
    const ended = await judged.call(['abort', begun?.transaction ?? '']);
    expect([ended.code, ended.stdout], said(ended)).toEqual([1, '']);
    expect(ended.stderr).toMatch(/^error: \S+ has ended \(committed\): nothing was done$/m);
    const unknown = await judged.call(['abort', 'x']);
    expect([unknown.code, unknown.stdout], said(unknown)).toEqual([1, '']);
    expect(unknown.stderr).toMatch(/^error: the journal knows no unit's transaction x$/m);
    expect(ended.stderr + unknown.stderr).not.toContain('starting a controller');
  }

  /** As if the controller had been killed just before it wrote that the run has ended. */
  function forgetRunEnd(): void {
    const database = new DatabaseSync(join(bench.site.state, 'journal.sqlite'));
    database.exec("DROP TRIGGER records_stay; DELETE FROM records WHERE kind = 'run-end'");
    database.close();
  }

  function idle(): Promise<void> {
    return until(
      async () =>
        (await bench.site.cutover(['status', '--state', bench.site.state])).stdout.includes(
          'no controller',
        ),
      'the controller has ended',
    );
  }
});
