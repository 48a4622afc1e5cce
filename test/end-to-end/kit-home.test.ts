/** The kit's folder on a device: it can't be made, can't be written, or is taken away. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBench } from './harness/bench.ts';
import type { Bench } from './harness/bench.ts';
import { expectNothingOpen, lastWords, said, snapshotsOf } from './harness/expectations.ts';
import { closedGate } from './harness/gate.ts';
import { whyNoMachines } from './harness/machine.ts';
import { mountDisc, whyNoDiscs } from './harness/small-disc.ts';

const why = whyNoMachines() ?? whyNoDiscs();

describe.skipIf(why !== undefined)(
  `the kit's folder${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    let bench: Bench;
    let inventory: string;
    const unmounts: (() => void)[] = [];

    beforeAll(async () => {
      bench = await openBench();
      inventory = readFileSync(bench.site.inventory, 'utf8');
    });
    beforeEach(async () => {
      await bench.reset();
    });
    afterEach(async () => {
      const umg = bench.site.device('umg-01');
      writeFileSync(bench.site.inventory, inventory);
      if (unmounts.length === 0) return;
      await umg.cut();
      for (const unmount of unmounts.splice(0)) unmount();
      await umg.boot();
    });
    afterAll(async () => {
      await bench.site.close();
    });

    /** The UMG's home is a disc of its own, which it sees read-only. */
    async function readOnlyHome(): Promise<string> {
      const umg = bench.site.device('umg-01');
      const { home } = umg.layout;
      await umg.cut();
      unmounts.push(mountDisc(home, 4_194_304));
      execFileSync('mount', ['-o', 'remount,ro', home]);
      await umg.boot();
      return home;
    }

    test.each(['before its first contact', 'with the kit there'])(
      'F16: it is read-only, %s: that is said, and nobody is touched',
      async (when) => {
        const { site } = bench;
        const judged = await bench.begin();
        const plan = site.plan('core-3.0.cutover');
        if (when === 'with the kit there') {
          const ended = await judged.call(['download', plan, '-i', site.inventory]);
          expect(ended.code, said(ended)).toBe(0);
        }
        const before = await snapshotsOf(site);
        const home = await readOnlyHome();
        const ended = await judged.run(plan);
        expect(ended.code, said(ended)).toBe(2);
        expect(lastWords(ended)[1]).toMatch(/^cause: umg-01: /);
        expect(lastWords(ended)[1]).toContain(home);
        expect(lastWords(ended)[1]).toMatch(/can't be.* writ/);
        expect(ended.stdout).not.toContain('no answer within');
        expect(await snapshotsOf(site)).toEqual(before);
      },
    );

    test('F16: what should be a folder above it is a file: that is said, and nobody is touched', async () => {
      const { site } = bench;
      const { layout } = site.device('umg-01');
      const judged = await bench.begin();
      const before = await snapshotsOf(site);
      writeFileSync(join(layout.folder, 'blocked'), '');
      const blocked = join(layout.folder, 'blocked/home');
      bench.replaceIn(site.inventory, layout.home, blocked);
      const ended = await judged.run(site.plan('core-3.0.cutover'));
      rmSync(join(layout.folder, 'blocked'));
      expect(ended.code, said(ended)).toBe(2);
      expect(lastWords(ended)[1]).toContain(
        `cause: umg-01: the kit's folder ${blocked} can't be made`,
      );
      expect(lastWords(ended)[1]).toMatch(/not a directory/i);
      expect(await snapshotsOf(site)).toEqual(before);
    });

    test('F16: it is taken away in prepare: what it had made is named', async () => {
      const { site } = bench;
      const { layout } = site.device('umg-01');
      const gate = closedGate(site.folder);
      bench.edit('umg.cutover', '    when arch ==', `${gate.step}    when arch ==`);
      const judged = await bench.begin();
      const running = judged.run(site.plan('core-3.0.cutover'));
      await gate.reached();
      rmSync(layout.home, { recursive: true });
      gate.open();
      const ended = await running;
      const left = join(layout.root, 'releases/3.0');
      expect(existsSync(left)).toBe(true);
      expect(ended.code, said(ended)).toBe(2);
      expect(ended.stdout).toContain(
        `warning: umg-01: it has lost its records of this transaction; what it may have made is not dropped: ${left}`,
      );
      expect(ended.stdout).not.toContain(`not dropped: ${site.device('msc-01').layout.root}`);
      await expectNothingOpen(judged);
    });
  },
);
