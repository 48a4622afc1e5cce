/** Discs that are too small, or fill up, on a device (F16, F17) and under the journal (F18). */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { endProcessesOf } from '../../src/demo/device/processes.ts';
import { openBench } from './harness/bench.ts';
import type { Bench } from './harness/bench.ts';
import { expectNothingOpen, lastWords, said, snapshotsOf } from './harness/expectations.ts';
import { transactionsIn } from './harness/judged.ts';
import { whyNoMachines } from './harness/machine.ts';
import type { RealDevice } from './harness/real-device.ts';
import { emptyDisc, fillCommand, fillDisc, freeBytesOf, mountDisc } from './harness/small-disc.ts';
import { whyNoDiscs } from './harness/small-disc.ts';

const MiB = 1_048_576;
const why = whyNoMachines() ?? whyNoDiscs();

describe.skipIf(why !== undefined)(`discs${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let bench: Bench;
  let umg: RealDevice;
  let plan: string;
  let inventory: string;
  const unmounts: (() => void)[] = [];

  beforeAll(async () => {
    bench = await openBench();
    umg = bench.site.device('umg-01');
    plan = bench.site.plan('core-3.0.cutover');
    inventory = readFileSync(bench.site.inventory, 'utf8');
  });
  beforeEach(async () => {
    await bench.reset();
  });
  afterEach(async () => {
    writeFileSync(bench.site.inventory, inventory);
    await endProcessesOf(bench.site.folder);
    await umg.cut();
    for (const unmount of unmounts.splice(0)) unmount();
    await umg.boot();
  });
  afterAll(async () => {
    await bench.site.close();
  });

  /** A disc of its own for a folder, that the UMG sees too. */
  async function giveDisc(folder: string, bytes: number): Promise<void> {
    await umg.cut();
    unmounts.push(mountDisc(folder, bytes));
    await umg.boot();
  }

  function transactionFolder(transaction: string): string {
    return join(umg.layout.home, 'tx', transaction);
  }

  function need(bytes: number): void {
    bench.edit('umg.cutover', 'at-least: 64MiB', 'at-least: need');
    bench.edit('umg.cutover', '  param daemon:', '  param need: size\n  param daemon:');
    const given = `need: ${String(bytes)}B, daemon: umg`;
    writeFileSync(bench.site.inventory, inventory.replace('daemon: umg', given));
  }

  test('F16: one byte short is refused with need and have, and nothing is touched', async () => {
    await giveDisc(umg.layout.root, 64 * MiB);
    const judged = await bench.begin();
    const before = await snapshotsOf(bench.site);
    const have = freeBytesOf(umg.layout.root);
    need(have + 1);
    const ended = await judged.run(plan);
    expect(ended.code, said(ended)).toBe(2);
    expect(lastWords(ended)[1]).toMatch(/^cause: umg-01, line \d+: `disk-free` .*: /);
    expect(lastWords(ended)[1]).toContain(`need ${String(have + 1)} bytes, have ${String(have)}`);
    expect(await snapshotsOf(bench.site)).toEqual(before);
    await expectNothingOpen(judged);
    await judged.expectNoViolation();
  });

  test('F16: just enough is enough', async () => {
    await giveDisc(umg.layout.root, 64 * MiB);
    const judged = await bench.begin();
    need(freeBytesOf(umg.layout.root));
    const ended = await judged.run(plan);
    expect(ended.code, said(ended)).toBe(0);
    await judged.expectNoViolation();
  });

  test('F17: the disc fills during backup: the half copy goes, and all that was staged', async () => {
    await giveDisc(umg.layout.home, 2 * MiB);
    writeFileSync(join(umg.layout.root, 'etc/a first one'), 'small\n');
    writeFileSync(join(umg.layout.root, 'etc/firmware'), randomBytes(4 * MiB));
    const judged = await bench.begin();
    const before = await snapshotsOf(bench.site);
    let left: readonly string[] = [];
    const ended = await judged.run(plan, [], {
      onLine: (line) => {
        if (!/umg-01 .*failed: /.test(line)) return;
        const [transaction = ''] = readdirSync(join(umg.layout.home, 'tx'));
        left = keptIn(transactionFolder(transaction));
      },
    });
    expect(ended.code, said(ended)).toBe(2);
    expect(lastWords(ended)[1]).toMatch(/^cause: umg-01, line \d+: `keep` .*: .*can't keep /);
    expect(left).toEqual([]);
    const [transaction = ''] = transactionsIn(ended);
    expect(keptIn(transactionFolder(transaction))).toEqual([]);
    expect(freeBytesOf(umg.layout.home)).toBeGreaterThan(MiB);
    expect(await snapshotsOf(bench.site)).toEqual(before);
    await expectNothingOpen(judged);
    await judged.expectNoViolation();
  });

  test('F17: the disc of the releases fills while the package is unpacked', async () => {
    await giveDisc(umg.layout.root, MiB);
    const judged = await bench.begin();
    bench.edit('umg.cutover', 'at-least: 64MiB', 'at-least: 1B');
    const before = await snapshotsOf(bench.site);
    bench.edit(
      'umg.cutover',
      '    unpack bundle',
      `    run "/bin/sh" "-c" "head -c ${String(freeBytesOf(umg.layout.root) - 8192)} /dev/zero >{root}/log/ballast" writes: []\n    unpack bundle`,
    );
    const ended = await judged.run(plan);
    expect(ended.code, said(ended)).toBe(2);
    expect(lastWords(ended)[1]).toMatch(/^cause: umg-01, line \d+: `unpack` .*: /);
    expect(existsSync(join(umg.layout.root, 'releases/3.0'))).toBe(false);
    expect(await snapshotsOf(bench.site)).toEqual(before);
    await expectNothingOpen(judged);
    await judged.expectNoViolation();
  });

  test('F17 S5: the kit’s disc is full in the middle of the switch: the way back needs no room', async () => {
    await giveDisc(umg.layout.home, 2 * MiB);
    const judged = await bench.begin();
    const before = await snapshotsOf(bench.site);
    const fill = fillCommand(umg.layout.home);
    bench.edit(
      'umg.cutover',
      '    link live to: next',
      `    run "/bin/sh" "-c" "${fill}" writes: []\n    link live to: next`,
    );
    const ended = await judged.run(plan);
    expect(ended.code, said(ended)).toBe(3);
    expect(lastWords(ended)[1]).toMatch(/^cause: umg-01/);
    expect(await snapshotsOf(bench.site)).toEqual(before);
    await expectNothingOpen(judged);
    await judged.expectNoViolation();
  });

  test('F18: the disc is full under a journal that is to begin: nobody is told anything', async () => {
    const judged = await bench.begin();
    unmounts.push(mountDisc(bench.site.state, MiB));
    fillDisc(bench.site.state);
    const before = await snapshotsOf(bench.site);
    const ended = await judged.run(plan);
    expectJournalFault(ended, bench.site.state);
    expect(await snapshotsOf(bench.site)).toEqual(before);
    expect(existsSync(join(umg.layout.home, 'tx'))).toBe(false);
    await judged.expectNoViolation();
  });

  const moments = [
    ['while the packages are staged', '    run "{next}/bin/self-test"'],
    ['in the switch', '    link live to: next'],
    ['when a device is armed', '  }\n\n  verify {'],
  ] as const;

  test.each(moments)(
    'F18: the disc under the journal is full %s: no COMMIT, all go back',
    async (_, place) => {
      const judged = await bench.begin();
      await giveDisc(bench.site.state, 4 * MiB);
      const before = await snapshotsOf(bench.site);
      const fill = fillCommand(bench.site.state);
      bench.edit('umg.cutover', place, `    run "/bin/sh" "-c" "${fill}" writes: []\n${place}`);
      const ended = await judged.run(plan);
      expectJournalFault(ended, bench.site.state);
      expect(ended.stdout).not.toContain('COMMIT');
      expect(await snapshotsOf(bench.site)).toEqual(before);

      emptyDisc(bench.site.state);
      const recovered = await judged.call(['recover']);
      expect([0, 2, 3], said(recovered)).toContain(recovered.code);
      expect(await snapshotsOf(bench.site)).toEqual(before);
      await expectNothingOpen(judged);
      await judged.expectNoViolation();
    },
  );
});

function keptIn(folder: string): readonly string[] {
  const kept = join(folder, 'kept');
  return existsSync(kept) ? readdirSync(kept) : [];
}

/** Which file, and how much room there is. */
function expectJournalFault(ended: Parameters<typeof said>[0], state: string): void {
  const all = said(ended);
  expect(ended.code, all).toBe(7);
  expect(all).toContain(state);
  expect(all).toMatch(/\b\d+ bytes free/);
  expect(all).toMatch(/hint: make room there/);
  expect(all).not.toContain('defect');
}
