/** What was staged is changed by somebody before it is switched to: F21, S11. */
import { chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readJournal } from '../checker/read-journal.ts';
import { openBench } from './harness/bench.ts';
import type { Bench } from './harness/bench.ts';
import {
  expectNothingOpen,
  healthsOf,
  lastWords,
  said,
  snapshotsOf,
} from './harness/expectations.ts';
import { closedGate } from './harness/gate.ts';
import { judging } from './harness/judged.ts';
import { whyNoMachines } from './harness/machine.ts';
import type { RealDevice } from './harness/real-device.ts';

type Change = (device: RealDevice) => void;

const stagedIn = ({ layout }: RealDevice): string => join(layout.root, 'releases/3.0');

/** The one package in the device's cache. */
function bundleOf({ layout }: RealDevice): string {
  const cache = join(layout.home, 'cache');
  return join(cache, readdirSync(cache).find((name) => /^[0-9a-f]{64}$/.test(name)) ?? '');
}

/** As long as before, and one byte another. */
function flip(path: string): void {
  const bytes = readFileSync(path);
  const at = bytes.length >> 1;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

const changes: readonly (readonly [string, RegExp, Change])[] = [
  [
    'a file of the staged tree',
    /releases\/3\.0\/VERSION: its content is another/,
    (device) => {
      flip(join(stagedIn(device), 'VERSION'));
    },
  ],
  [
    'the fetched package',
    /cache\/[0-9a-f]{64}: its content is another/,
    (device) => {
      flip(bundleOf(device));
    },
  ],
  [
    'a file more in the staged tree',
    /releases\/3\.0\/more was added/,
    (device) => {
      writeFileSync(join(stagedIn(device), 'more'), 'x');
    },
  ],
  [
    'the mode of a staged file',
    /releases\/3\.0\/VERSION: its kind, mode, owner or target is another/,
    (device) => {
      chmodSync(join(stagedIn(device), 'VERSION'), 0o666);
    },
  ],
  [
    'the staged tree, which is gone',
    /releases\/3\.0 is gone/,
    (device) => {
      rmSync(stagedIn(device), { recursive: true });
    },
  ],
];

describe.skipIf(whyNoMachines() !== undefined)('what was staged is swapped', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await openBench();
  });
  beforeEach(async () => {
    await bench.reset();
  });
  afterAll(async () => {
    await bench.site.close();
  });

  test.each(changes)(
    'F21 S11: %s, before SWITCHING: refused, and no service was touched',
    async (_, message, change) => {
      const { site } = bench;
      const gate = closedGate(site.folder);
      // The MSC server has been staged by then.
      bench.edit('umg.cutover', '    when arch ==', `${gate.step}    when arch ==`);
      const before = await snapshotsOf(site);
      const judged = await bench.begin();
      const running = judged.run(site.plan('core-3.0.cutover'));
      await gate.reached();
      change(site.device('msc-01'));
      gate.open();
      const ended = await running;
      expect(ended.code, said(ended)).toBe(2);
      expect(lastWords(ended)[1]).toMatch(/^cause: msc-01: what was staged has changed since: /);
      expect(ended.stdout).toMatch(message);
      const records = readJournal(site.state).map(({ record }) => record.record);
      expect(records).not.toContain('switching');
      expect(await snapshotsOf(site)).toEqual(before);
      await expectNothingOpen(judged);
      await judged.expectNoViolation();
    },
  );

  test.each(changes)(
    'F21 S11: %s, after SWITCHING and before its own switch: all go back',
    async (_, message, change) => {
      const { site } = bench;
      const gate = closedGate(site.folder);
      bench.edit(
        'msc-server.cutover',
        '    link live to: next\n',
        `${gate.step}    link live to: next\n`,
      );
      bench.edit(
        'core-3.0.cutover',
        '    prepare "msc-*"',
        '    switch "msc-*" before: "umg-*"\n    prepare "msc-*"',
      );
      const before = await snapshotsOf(site);
      const judged = await bench.begin();
      const running = judged.run(site.plan('core-3.0.cutover'));
      await gate.reached();
      change(site.device('umg-01'));
      gate.open();
      const ended = await running;
      expect(ended.code, said(ended)).toBe(3);
      expect(lastWords(ended)[1]).toMatch(/^cause: umg-01: what was staged has changed since: /);
      expect(ended.stdout).toMatch(message);
      expect(statesOf(site.device('umg-01'))).not.toContain('switch-intent');
      expect(await snapshotsOf(site)).toEqual(before);
      await expectNothingOpen(judged);
      await judged.expectNoViolation();
    },
  );

  test('F21 S11: a program of `stage` writes where it says, and what it wrote is swapped', async () => {
    const { site } = bench;
    const gate = closedGate(site.folder);
    const program = `    run "/bin/sh" "-c" "echo ours >{work}/made" writes: ["{work}/made"]\n`;
    bench.edit('msc-server.cutover', '    unpack bundle', `${program}    unpack bundle`);
    bench.edit('umg.cutover', '    when arch ==', `${gate.step}    when arch ==`);
    const before = await snapshotsOf(site);
    const judged = await bench.begin();
    const running = judged.run(site.plan('core-3.0.cutover'));
    await gate.reached();
    const { home } = site.device('msc-01').layout;
    const open = readFileSync(join(home, 'current'), 'utf8').split(' ')[0] ?? '';
    writeFileSync(join(home, 'tx', open, 'work/made'), 'his\n');
    gate.open();
    const ended = await running;
    expect(ended.code, said(ended)).toBe(2);
    expect(ended.stdout).toContain('work/made: its content is another');
    expect(await snapshotsOf(site)).toEqual(before);
    await judged.expectNoViolation();
  });

  test('S11: a member already there has staged nothing, and goes with the others', async () => {
    const { site } = bench;
    const ordered = await bench.publish('core');
    const alone = `  release "core" version: "3.0"\n  separate "umg" {\n    "umg-*" runs umg\n  }\n`;
    const first = await judging(site, ordered);
    const once = await first.run(site.plan(`cutover 1\n\nplan "UMGs" {\n${alone}}\n`));
    expect(once.code, said(once)).toBe(0);
    const judged = await judging(site, ordered);
    const ended = await judged.run(site.plan('core-3.0.cutover'));
    expect(ended.code, said(ended)).toBe(0);
    expect(await healthsOf(site)).toEqual(['200 ok 3.0', '200 ok 3.0']);
    await judged.expectNoViolation();
  });

  test('F21 A08 S11: downloaded, changed on the device, and run: the change is found, and fetched anew', async () => {
    const { site } = bench;
    const judged = await bench.begin();
    const plan = site.plan('core-3.0.cutover');
    const downloaded = await judged.call(['download', plan, '-i', site.inventory]);
    expect(downloaded.code, said(downloaded)).toBe(0);
    flip(bundleOf(site.device('umg-01')));
    const ended = await judged.run(plan);
    expect(ended.code, said(ended)).toBe(0);
    expect(ended.stdout).toMatch(/umg-01.*expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}/);
    expect(await healthsOf(site)).toEqual(['200 ok 3.0', '200 ok 3.0']);
    await judged.expectNoViolation();
  });

  test('F21 A08 S11: downloaded, changed, and no server has it any more: refused', async () => {
    const { site } = bench;
    const judged = await bench.begin();
    const plan = site.plan('core-3.0.cutover');
    const before = await snapshotsOf(site);
    const downloaded = await judged.call(['download', plan, '-i', site.inventory]);
    expect(downloaded.code, said(downloaded)).toBe(0);
    flip(bundleOf(site.device('umg-01')));
    for (const { root } of site.servers) {
      const folder = join(root, 'core/3.0');
      const name = readdirSync(folder).find((one) => one.startsWith('umg-')) ?? '';
      rmSync(join(folder, name));
    }
    const ended = await judged.run(plan);
    expect(ended.code, said(ended)).toBe(2);
    expect(lastWords(ended)[1]).toMatch(/^cause: umg-01.*none of 1 version servers/);
    expect(ended.stdout).toMatch(/expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}/);
    expect(await snapshotsOf(site)).toEqual(before);
    await judged.expectNoViolation();
  });
});

/** The states of the device's newest transaction, from its disc. */
function statesOf({ layout }: RealDevice): readonly string[] {
  const open = readFileSync(join(layout.home, 'current'), 'utf8').split(' ')[0] ?? '';
  return readFileSync(join(layout.home, 'tx', open, 'state'), 'utf8')
    .split('\n')
    .flatMap((line) => (line.endsWith(' .') ? [line.split(' ')[0] ?? ''] : []));
}
