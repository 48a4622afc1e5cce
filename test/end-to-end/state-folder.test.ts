/** What may become of a state folder: deleted or replaced under a controller, an older copy, the wrong kinds of file. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readJournal } from '../checker/read-journal.ts';
import type { Bench } from './harness/bench.ts';
import type { Ended } from './harness/cutover.ts';
import { healthsOf, lastWords, said, snapshotsOf } from './harness/expectations.ts';
import { withFreshBench } from './harness/fresh-bench.ts';
import { closedGate, until } from './harness/gate.ts';
import type { Gate } from './harness/gate.ts';
import { whyNoMachines } from './harness/machine.ts';
import { mountDisc } from './harness/small-disc.ts';

const places = {
  prepare: '    when arch ==',
  switch: '    link live to: next\n',
} as const;

const bothNew = ['200 ok 3.0', '200 ok 3.0'];

describe.skipIf(whyNoMachines() !== undefined)('the state folder', () => {
  let bench: Bench;
  withFreshBench((fresh) => (bench = fresh));

  interface Standing {
    readonly gate: Gate;
    readonly ended: Promise<Ended>;
  }

  /** A run that stands at a gate on the UMG. */
  async function runTo(place: keyof typeof places): Promise<Standing> {
    const gate = closedGate(bench.site.folder);
    bench.edit('umg.cutover', places[place], `${gate.step}${places[place]}`);
    await bench.publish('core');
    const ended = run();
    await Promise.race([gate.reached(), ended.then((one) => Promise.reject(new Error(said(one))))]);
    return { gate, ended };
  }

  function run(state = bench.site.state): Promise<Ended> {
    const { site } = bench;
    const plan = site.plan('core-3.0.cutover');
    return site.cutover(['run', plan, '-i', site.inventory, '--state', state]);
  }

  const journalFiles = (): readonly string[] =>
    readdirSync(bench.site.state).filter((name) => name.startsWith('journal.'));

  function copyJournal(): string {
    const copy = mkdtempSync(join(bench.site.folder, 'copy-'));
    for (const name of journalFiles()) cpSync(join(bench.site.state, name), join(copy, name));
    return copy;
  }

  function putBack(copy: string): void {
    for (const name of journalFiles()) rmSync(join(bench.site.state, name));
    for (const name of readdirSync(copy)) cpSync(join(copy, name), join(bench.site.state, name));
  }

  const harms: Readonly<Record<string, () => void>> = {
    'its journal is deleted': () => {
      for (const name of journalFiles()) rmSync(join(bench.site.state, name));
    },
    'a copy takes its journal’s place': () => {
      putBack(copyJournal());
    },
    'the folder is moved away': () => {
      renameSync(bench.site.state, `${bench.site.state}.moved`);
    },
  };
  const moments = Object.keys(harms).flatMap((harm) =>
    (Object.keys(places) as (keyof typeof places)[]).map((place) => [harm, place] as const),
  );

  test.each(moments)('F18 F19 S6: %s in %s: no COMMIT, all old, 7', async (harm, place) => {
    const before = await snapshotsOf(bench.site);
    const { gate, ended } = await runTo(place);
    harms[harm]?.();
    gate.open();
    const { code, stdout } = await ended;
    expect(code, said(await ended)).toBe(7);
    expect(stdout).not.toContain('COMMIT');
    expect(lastWords(await ended).join('\n')).toMatch(
      /cause: .*journal\.sqlite\S* (is not there any more|was replaced by another file) while/,
    );
    expect(await snapshotsOf(bench.site)).toEqual(before);
    rmSync(`${bench.site.state}.moved`, { recursive: true, force: true });
  });

  test('S1 F19: a copy from before COMMIT is put back: nobody goes back, and it is told', async () => {
    const { gate, ended } = await runTo('switch');
    const copy = copyJournal();
    gate.open();
    expect((await ended).code, said(await ended)).toBe(0);
    await controllerGone();
    putBack(copy);
    expect(readJournal(bench.site.state).some(({ record }) => record.record === 'commit')).toBe(
      false,
    );
    const recovered = await bench.site.cutover(['recover', '--state', bench.site.state]);
    expect(recovered.code, said(recovered)).toBe(0);
    expect(recovered.stdout).toMatch(/warning: (msc|umg)-01: .*the journal has no COMMIT/);
    expect(recovered.stdout).not.toContain('revert …');
    expect(await healthsOf(bench.site)).toEqual(bothNew);
  });

  test('A19 S4: a device that lost its records in the switch is broken, the other is back', async () => {
    const before = await bench.site.device('msc-01').health();
    const { gate, ended } = await runTo('switch');
    const umg = bench.site.device('umg-01');
    await umg.cut();
    gate.open();
    rmSync(join(umg.layout.home, 'tx'), { recursive: true });
    await umg.boot();
    expect((await ended).code, said(await ended)).toBe(5);
    const words = lastWords(await ended).join('\n');
    expect(words).toMatch(/broken: umg-01: it has lost its records of this transaction/);
    expect(words).toMatch(/msc-01 +reverted/);
    expect(await bench.site.device('msc-01').health()).toBe(before);
  });

  test('A19 S1 S4: a device whose records are those of before its switch is broken, not reverted', async () => {
    const gate = closedGate(bench.site.folder);
    const verify = '    http "http://127.0.0.1:{port}/health" status: 200 retry';
    bench.edit('umg.cutover', verify, `${gate.step.replace(' writes: []', '')}${verify}`);
    await bench.publish('core');
    const ended = run();
    await gate.reached();
    forgetSwitch(bench.site.device('umg-01').layout.home);
    gate.open();
    expect((await ended).code, said(await ended)).toBe(5);
    expect(lastWords(await ended).join('\n')).toMatch(
      /broken: umg-01: it has lost its records of this transaction.*; it is not as it was before/,
    );
  });

  /** Leaves what stood there when the device had staged. */
  function forgetSwitch(home: string): void {
    for (const name of readdirSync(join(home, 'tx'))) {
      const folder = join(home, 'tx', name);
      const lines = readFileSync(join(folder, 'state'), 'utf8').split('\n');
      const staged = lines.slice(
        0,
        lines.findIndex((line) => line.startsWith('switch-intent')),
      );
      writeFileSync(join(folder, 'state'), `${staged.join('\n')}\n`);
      for (const record of readdirSync(join(folder, 'undo'))) rmSync(join(folder, 'undo', record));
    }
  }

  function controllerGone(): Promise<void> {
    const socket = join(bench.site.state, 'controller.sock');
    return until(
      () => !readdirSync(bench.site.state).includes('controller.sock'),
      `${socket} is closed`,
    );
  }

  const kinds: Readonly<Record<string, readonly [number, RegExp, (state: string) => void]>> = {
    'a folder in the place of the socket': [
      1,
      /controller\.sock in the state folder is a folder, not a socket/,
      (state) => mkdirSync(join(state, 'controller.sock')),
    ],
    'a folder in the place of the lock': [
      1,
      /controller\.lock in the state folder is a folder, not a file/,
      (state) => mkdirSync(join(state, 'controller.lock')),
    ],
    'a folder in the place of the log': [
      1,
      /controller\.log in the state folder is a folder, not a file/,
      (state) => mkdirSync(join(state, 'controller.log')),
    ],
    'a link in the place of the journal': [
      7,
      /journal\.sqlite in the state folder is a symbolic link, not a file/,
      (state) => {
        symlinkSync('/etc/hostname', join(state, 'journal.sqlite'));
      },
    ],
    'a link to itself': [
      1,
      /cannot be used: its links lead in a circle/,
      (state) => {
        rmSync(state, { recursive: true });
        symlinkSync(state, state);
      },
    ],
    'a read-only file system': [
      1,
      /cannot be used: its file system is read-only/,
      (state) => {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,mode=700', 'tmpfs', state]);
      },
    ],
  };

  test.each(Object.entries(kinds))('F18 F19: %s is a fault', async (_, [code, sentence, put]) => {
    await bench.publish('core');
    const before = await snapshotsOf(bench.site);
    const state = join(mkdtempSync(join(bench.site.folder, 'kinds-')), 'state');
    mkdirSync(state, { mode: 0o700 });
    put(state);
    const ended = await run(state);
    // Where something is mounted there.
    spawnSync('umount', [state], { stdio: 'ignore' });
    expect(ended.code, said(ended)).toBe(code);
    expect(ended.stderr).toMatch(sentence);
    expect(ended.stderr).toMatch(/^hint: /m);
    expect(ended.stderr).not.toContain('defect');
    expect(await snapshotsOf(bench.site)).toEqual(before);
  });

  test('F18: a disc that is full already, to whoever only looks and whoever would begin', async () => {
    await bench.publish('core');
    const state = join(bench.site.folder, 'full');
    const unmount = mountDisc(state, 4096);
    const ended = await run(state);
    unmount();
    expect(ended.code, said(ended)).toBe(7);
    expect(ended.stderr).toMatch(/the disc is full: .*bytes free/);
  });
});
