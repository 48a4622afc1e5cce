/** What an operator does while a transaction is under way: ^C, abort, a closed terminal, a second one. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readJournal } from '../checker/read-journal.ts';
import type { Bench } from './harness/bench.ts';
import type { Ended } from './harness/cutover.ts';
import {
  expectNothingOpen,
  healthsOf,
  lastWords,
  said,
  snapshotsOf,
} from './harness/expectations.ts';
import { withFreshBench } from './harness/fresh-bench.ts';
import { closedGate, until } from './harness/gate.ts';
import type { Gate } from './harness/gate.ts';
import { judging } from './harness/judged.ts';
import type { Judged } from './harness/judged.ts';
import { whyNoMachines } from './harness/machine.ts';

/** A run that stands at a gate on the UMG. */
interface Standing {
  readonly judged: Judged;
  readonly gate: Gate;
  readonly client: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly transaction: string;
  readonly plan: string;
}

/** Where the gate stands: before this line of the UMG's script. */
const places = {
  prepare: '    when arch ==',
  switch: '    link live to: next\n',
  finish: '    prune "{root}/releases" leave: 2\n',
} as const;

const bothNew = ['200 ok 3.0', '200 ok 3.0'];

describe.skipIf(whyNoMachines() !== undefined)('an operator', () => {
  let bench: Bench;
  withFreshBench((fresh) => {
    bench = fresh;
  });

  async function runTo(
    place: keyof typeof places,
    states: readonly string[] = [],
  ): Promise<Standing> {
    const { site } = bench;
    const gate = closedGate(site.folder);
    bench.edit('umg.cutover', places[place], `${gate.step}${places[place]}`);
    const judged = await judging(site, await bench.publish('core'), { states });
    const plan = site.plan('core-3.0.cutover');
    let client: ChildProcess | undefined;
    const ended = judged.run(plan, [], { onLine: (_, child) => (client = child) });
    await Promise.race([gate.reached(), ended.then((one) => Promise.reject(new Error(said(one))))]);
    if (client === undefined) throw new Error('it has said nothing');
    const transaction = readJournal(site.state).find(
      ({ record }) => record.record === 'begin',
    )?.transaction;
    return { judged, gate, client, ended, transaction: transaction ?? '', plan };
  }

  /** ABORT is in the journal. */
  const aborted = (): Promise<void> =>
    until(
      () => readJournal(bench.site.state).some(({ record }) => record.record === 'abort'),
      'the transaction is aborted',
    );

  function controllerPid(): number {
    const text = readFileSync(join(bench.site.state, 'controller.json'), 'utf8');
    return (JSON.parse(text) as { readonly pid: number }).pid;
  }

  test.each([
    ['prepare', 2, 'REFUSED'],
    ['switch', 3, 'REVERTED'],
  ] as const)('A03 A19: `abort` in %s ends it, all old', async (place, code, headline) => {
    const before = await snapshotsOf(bench.site);
    const { judged, gate, ended, transaction } = await runTo(place);
    const abort = judged.call(['abort', transaction]);
    await aborted();
    gate.open();
    expect((await abort).code, said(await abort)).toBe(0);
    expect((await ended).code, said(await ended)).toBe(code);
    expect(
      lastWords(await ended)
        .slice(0, 2)
        .join('\n'),
    ).toMatch(new RegExp(`${headline}.*\n.*cause: .*@`));
    expect(await snapshotsOf(bench.site)).toEqual(before);
    await expectNothingOpen(judged);
    await judged.expectNoViolation();
  });

  test.each(['prepare', 'switch'] as const)('F38: ^C in %s: all old, 130', async (place) => {
    const before = await snapshotsOf(bench.site);
    const { judged, gate, client, ended } = await runTo(place);
    client.kill('SIGINT');
    await aborted();
    gate.open();
    expect((await ended).code, said(await ended)).toBe(130);
    expect(await snapshotsOf(bench.site)).toEqual(before);
    await expectNothingOpen(judged);
    await judged.expectNoViolation();
  });

  test('F38: ^C after COMMIT: what is committed is finished, 0', async () => {
    const { judged, gate, client, ended } = await runTo('finish');
    client.kill('SIGINT');
    gate.open();
    expect((await ended).code, said(await ended)).toBe(0);
    expect(await healthsOf(bench.site)).toEqual(bothNew);
    await judged.expectNoViolation();
  });

  test('F38: a second ^C: the controller stops at once, and `recover` is named and does it', async () => {
    const before = await snapshotsOf(bench.site);
    const { judged, gate, client, ended } = await runTo('switch');
    client.kill('SIGINT');
    await aborted();
    client.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(4);
    expect(stderr).toContain(`\`cutover recover --state ${bench.site.state}\``);
    gate.open();
    const recovered = await judged.call(['recover']);
    expect(recovered.code, said(recovered)).toBe(3);
    expect(await snapshotsOf(bench.site)).toEqual(before);
    await expectNothingOpen(judged);
    await judged.expectNoViolation();
  });

  test.each(['SIGHUP', 'SIGKILL'] as const)(
    'A17: %s to the client, and the run goes on',
    async (signal) => {
      const { judged, gate, client, ended } = await runTo('prepare');
      client.kill(signal);
      expect((await ended).code).not.toBe(0);
      gate.open();
      await until(
        () => readJournal(bench.site.state).some(({ record }) => record.record === 'end'),
        'the transaction has ended',
      );
      expect(await healthsOf(bench.site)).toEqual(bothNew);
      await expectNothingOpen(judged);
      await judged.expectNoViolation();
    },
  );

  test('A19 L5 F34: a device out of reach: `status` names it, what it waits for and what helps', async () => {
    const before = await snapshotsOf(bench.site);
    const { judged, ended } = await runTo('switch');
    const umg = bench.site.device('umg-01');
    await umg.cut();
    let shown = '';
    await until(async () => {
      shown = (await judged.call(['status'])).stdout;
      return shown.includes('to be reached again');
    }, 'the status names the wait');
    expect(shown).toMatch(/core: aborted; .*\n(.*\n)* +msc-01 .*\n/);
    expect(shown).toMatch(/umg-01 +last said: \S+; told to revert$/m);
    const wait = 'waits for umg-01 to be reached again, to answer `revert`, for ';
    expect(shown).toMatch(
      new RegExp(`${wait}[\\d.]+ s \\(.cutover recover --state ${bench.site.state}.\\)$`, 'm'),
    );
    expect(shown).not.toContain('cutover abort');
    await umg.boot();
    expect((await ended).code, said(await ended)).toBe(3);
    expect(await snapshotsOf(bench.site)).toEqual(before);
    await judged.expectNoViolation();
  });

  test.each(['the same', 'another'])(
    'F30 S9: a second operator with %s state folder is told who, and changes nothing',
    async (which) => {
      const other = which === 'another' ? join(bench.site.folder, 'state-2') : bench.site.state;
      const { judged, gate, ended, transaction, plan } = await runTo(
        'prepare',
        which === 'another' ? [other] : [],
      );
      const second = await judged.run(plan, ['--state', other]);
      expect(second.code, said(second)).toBe(6);
      expect(second.stdout + second.stderr).toMatch(new RegExp(`${transaction}.*@.* since 20`));
      gate.open();
      expect((await ended).code, said(await ended)).toBe(0);
      expect(await healthsOf(bench.site)).toEqual(bothNew);
      await judged.expectNoViolation();
    },
  );

  test.each([
    ['prepare', 'preparing', 2],
    ['switch', 'switching', 3],
    ['finish', 'committed', 0],
  ] as const)(
    'A19 F35: kill -9 in %s; the next start says what it found, and ends with no question',
    async (place, found, code) => {
      const before = await snapshotsOf(bench.site);
      const { judged, gate, ended } = await runTo(place);
      process.kill(controllerPid(), 'SIGKILL');
      expect((await ended).code, said(await ended)).toBe(4);
      expect((await ended).stderr).toContain(`\`cutover recover --state ${bench.site.state}\``);
      const status = await judged.call(['status']);
      expect(status.code, said(status)).toBe(4);
      const recover = `cutover recover --state ${bench.site.state}`;
      expect(status.stdout).toMatch(new RegExp(`core: ${found}; .*\n(.*\n)*.*\`${recover}\``));
      const json = await judged.call(['status', '--format', 'json']);
      expect(json.stdout).toContain(`"command":"${recover}"`);
      gate.open();
      const recovered = await judged.call(['recover']);
      expect(recovered.code, said(recovered)).toBe(code);
      expect(recovered.stdout).toMatch(new RegExp(`found .*: ${found}`));
      if (code === 0) expect(await healthsOf(bench.site)).toEqual(bothNew);
      else expect(await snapshotsOf(bench.site)).toEqual(before);
      await expectNothingOpen(judged);
      await judged.expectNoViolation();
    },
  );
});
