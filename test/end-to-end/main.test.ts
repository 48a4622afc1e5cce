/** The main job on real sshd and vsftpd: two linked devices go to 3.0 together. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { factoryOf } from './harness/factory.ts';
import type { Factory } from './harness/factory.ts';
import { judging, recordsOf, transactionsIn } from './harness/judged.ts';
import { whyNoMachines } from './harness/machine.ts';
import { openSite } from './harness/site.ts';
import type { Site } from './harness/site.ts';

describe.skipIf(whyNoMachines() !== undefined)('the main job', () => {
  let site: Site;
  let factory: Factory;
  let plan: string;
  let folder: string;

  beforeAll(async () => {
    site = await openSite();
    factory = factoryOf(site);
    plan = site.plan('core-3.0.cutover');
    folder = site.release('core', '3.0', [
      { kind: 'msc-server', version: '3.0' },
      { kind: 'umg', version: '3.0' },
    ]);
    await site.publish(folder);
  });
  beforeEach(async () => {
    await factory.reset();
  });
  afterAll(async () => {
    await site.close();
  });

  test('A01 A04 A17 B01 B04 B08 C03: both are on 3.0, the MSC server prepared first', async () => {
    const judged = await judging(site, { folder, version: '3.0' });
    const ended = await judged.run(plan, [], {
      onLine: (line) => {
        if (/SWITCHING|COMMIT$|armed|staged/.test(line)) void judged.look(line);
      },
    });
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    const [transaction = ''] = transactionsIn(ended);
    const records = await recordsOf(judged, transaction);
    const at = (record: string, device: string, order: string): number =>
      records.findIndex(
        (one) => one['record'] === record && one['device'] === device && one['order'] === order,
      );
    expect(at('answer', 'msc-01', 'prepare')).toBeGreaterThan(-1);
    expect(at('sent', 'umg-01', 'prepare')).toBeGreaterThan(at('answer', 'msc-01', 'prepare'));
    expect(ended.stdout).toMatch(/msc-01 +confirmed +msc-server \d+\.\d\d s/);
    expect(ended.stdout).toMatch(/umg-01 +confirmed +umg \d+\.\d\d s/);
    expect(ended.stdout).toMatch(/skew: \d+\.\d\d s/);
    expect(ended.stdout).toMatch(/ 100 % /);
    for (const device of site.devices) expect(await device.health()).toBe('200 ok 3.0');
    await judged.expectNoViolation();
  });
});
