/** One of several linked devices does not get ready: F32. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBench } from './harness/bench.ts';
import type { Bench } from './harness/bench.ts';
import { expectNothingOpen, lastWords, said, snapshotsOf } from './harness/expectations.ts';
import { recordsOf, transactionsIn } from './harness/judged.ts';
import { whyNoMachines } from './harness/machine.ts';

const names = ['sgw-01', 'sgw-02', 'sgw-03', 'sgw-04', 'sgw-05', 'sgw-06'] as const;
const plan = `cutover 1

plan "Signalling gateways, all or none" {
  release "edge" version: "3.0"

  linked "edge" {
    "sgw-*" runs sgw
  }
}
`;

const unpack = '    unpack bundle into: next within 2m\n';
const causes = [
  ['its disc is too small', 'disk-free', 'at-least: 64MiB', 'at-least: need'],
  [
    'its staging fails after the others are ready',
    'run',
    unpack,
    `${unpack}    when device.name == "sgw-03" {
      run "/bin/sh" "-c" "sleep 5; echo memory bank 2 is bad; exit 1" writes: []
    }\n`,
  ],
] as const;

const why = whyNoMachines();

describe.skipIf(why !== undefined)(
  `one of many${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    let bench: Bench;
    let inventory: string;

    beforeAll(async () => {
      bench = await openBench({ devices: names.map((name) => ({ name, kind: 'sgw' })) });
      inventory = readFileSync(bench.site.inventory, 'utf8');
    });
    beforeEach(async () => {
      await bench.reset();
    });
    afterEach(() => {
      writeFileSync(bench.site.inventory, inventory);
    });
    afterAll(async () => {
      await bench.site.close();
    });

    test.each(causes)('F32 A03 A07: %s', async (_, word, from, to) => {
      bench.edit('sgw.cutover', from, to);
      if (to.includes('need')) needRoom();
      const judged = await bench.begin('edge');
      const before = await snapshotsOf(bench.site);
      const ended = await judged.run(bench.site.plan(plan));
      expect(ended.code, said(ended)).toBe(2);
      const [headline, cause, ...rows] = lastWords(ended);
      expect(headline).toMatch(/REFUSED: no service was touched/);
      expect(cause).toMatch(new RegExp(`^cause: sgw-03, line \\d+: \`${word}\``));
      for (const name of names)
        expect(rows.find((row) => row.includes(name))).toMatch(/ reverted +-/);
      await expectNobodySwitched(judged, transactionsIn(ended)[0] ?? '');
      expect(await snapshotsOf(bench.site)).toEqual(before);
      await expectNothingOpen(judged);
      await judged.expectNoViolation();
    });

    function needRoom(): void {
      bench.edit('sgw.cutover', '  param daemon:', '  param need: size = 1MiB\n  param daemon:');
      const [head = '', tail = ''] = inventory.split('  sgw-03:');
      const given = tail.replace('daemon: sgw', 'need: "8000TiB", daemon: sgw');
      writeFileSync(bench.site.inventory, `${head}  sgw-03:${given}`);
    }

    async function expectNobodySwitched(
      judged: Awaited<ReturnType<Bench['begin']>>,
      transaction: string,
    ): Promise<void> {
      const records = await recordsOf(judged, transaction);
      expect(records.filter(({ record }) => record === 'switching')).toEqual([]);
      const sent = records.filter(({ record }) => record === 'sent').map(({ order }) => order);
      expect(sent).toContain('prepare');
      expect(sent).not.toContain('switch');
    }
  },
);
