/** The main job on real sshd and vsftpd: two linked devices go to 3.0 together. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBench } from './harness/bench.ts';
import type { Bench } from './harness/bench.ts';
import { expectNothingOpen, healthsOf, said } from './harness/expectations.ts';
import { recordsOf, transactionsIn } from './harness/judged.ts';
import { whyNoMachines } from './harness/machine.ts';
import { reader } from './harness/version-server.ts';

const bothNew = ['200 ok 3.0', '200 ok 3.0'];

describe.skipIf(whyNoMachines() !== undefined)('the main job', () => {
  let bench: Bench;
  let plan: string;

  beforeAll(async () => {
    bench = await openBench();
    plan = bench.site.plan('core-3.0.cutover');
  });
  beforeEach(async () => {
    await bench.reset();
  });
  afterAll(async () => {
    await bench.site.close();
  });

  test('A01 A02 A04 A17 B01 B04 B07 B08 C01 C02 C03 S3 S13 S14: both are on 3.0, the MSC server prepared first', async () => {
    const judged = await bench.begin();
    const looks: Promise<void>[] = [];
    const ended = await judged.run(plan, [], {
      onLine: (line) => {
        if (/SWITCHING|COMMIT$|armed|staged/.test(line)) looks.push(judged.look(line));
      },
    });
    await Promise.all(looks);
    expect(looks.length).toBeGreaterThanOrEqual(6);
    expect(ended.code, said(ended)).toBe(0);
    expect(ended.stdout).toMatch(/msc-01 +confirmed +msc-server \d+\.\d\d s/);
    expect(ended.stdout).toMatch(/umg-01 +confirmed +umg \d+\.\d\d s/);
    expect(ended.stdout).toMatch(/skew: \d+\.\d\d s/);
    expect(await healthsOf(bench.site)).toEqual(bothNew);
    const records = await recordsOf(judged, transactionsIn(ended)[0] ?? '');
    const at = (record: string, device: string): number =>
      records.findIndex(
        (one) => one['record'] === record && one['device'] === device && one['order'] === 'prepare',
      );
    expect(at('answer', 'msc-01')).toBeGreaterThan(-1);
    expect(at('sent', 'umg-01')).toBeGreaterThan(at('answer', 'msc-01'));
    await expectNothingOpen(judged);
    await judged.expectNoViolation();
  });

  test('A17: each device’s percentage rises to 100 and never falls', async () => {
    const judged = await bench.begin();
    const { code, stdout } = await judged.run(plan, ['--ui', 'json']);
    expect(code).toBe(0);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Shown);
    for (const { name } of bench.site.devices) {
      const percents = events.flatMap(({ event, device, percent }) =>
        event === 'progress' && device === name && percent !== undefined ? [percent] : [],
      );
      expect(percents.at(-1)).toBe(100);
      expect(percents).toEqual([...percents].sort((one, other) => one - other));
      expect(new Set(percents).size).toBeGreaterThan(8);
    }
    await judged.expectNoViolation();
  });

  test('C04: what fails after COMMIT is a warning: both stay on 3.0, and it is 0', async () => {
    const prune = '    prune "{root}/releases" leave: 2\n';
    bench.edit('umg.cutover', prune, `${prune}    acme-tidy "{root}/releases"\n`);
    const judged = await bench.begin();
    const ended = await judged.run(plan, ['--library', bench.library]);
    expect(ended.code, said(ended)).toBe(0);
    expect(ended.stdout).toMatch(/warning: umg-01: .*nothing can be tidied/);
    expect(await healthsOf(bench.site)).toEqual(bothNew);
    await judged.expectNoViolation();
  });

  test('what watches all this is not blind: a changed file, a secret left behind', async () => {
    const judged = await bench.begin();
    const ended = await judged.run(plan);
    expect(ended.code, said(ended)).toBe(0);
    const { root } = bench.site.device('msc-01').layout;
    writeFileSync(join(root, 'etc/release.conf'), 'version=2.9\n');
    await expect(judged.expectNoViolation()).rejects.toThrow(/S4 msc-01: .*exactly the new/);
    writeFileSync(join(root, 'etc/release.conf'), 'version=3.0\n');
    writeFileSync(join(bench.site.state, 'debug.log'), `PASS ${reader.password}\n`);
    await expect(judged.expectNoViolation()).rejects.toThrow(/S13/);
  });
});

interface Shown {
  readonly event: string;
  readonly device?: string;
  readonly percent?: number;
}
