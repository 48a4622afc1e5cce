/** What the project was commissioned as, seen from outside. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoMachines } from './harness/machine.ts';
import { openSite, type Site } from './harness/site.ts';

const project = resolve(import.meta.dirname, '../..');

test('C07: the packages that were given, and the top level', () => {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(project, 'package.json'), 'utf8'),
  ) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  expect(Object.keys(dependencies)).toEqual(
    expect.arrayContaining(['chevrotain', 'commander', 'execa', 'basic-ftp', 'ink']),
  );
  expect(Object.keys(devDependencies)).toContain('vitest');
  for (const name of ['tsconfig.json', 'grammar', 'src', 'primitives', 'scripts', 'test'])
    expect(existsSync(join(project, name))).toBe(true);
});

describe.skipIf(whyNoMachines() !== undefined)('on real devices', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite();
    const release = site.release('core', '3.0', [
      { kind: 'msc-server', version: '3.0' },
      { kind: 'umg', version: '3.0' },
    ]);
    expect((await site.publish(release)).code).toBe(0);
  });
  afterAll(async () => {
    await site.close();
  });

  interface Step {
    readonly kind: string;
    readonly family?: string;
    readonly primitive?: string;
  }
  interface Plan {
    readonly scripts: Readonly<
      Record<
        string,
        {
          readonly uses: readonly string[];
          readonly phases: Readonly<Record<string, readonly Step[]>>;
        }
      >
    >;
  }

  async function planned(): Promise<Plan> {
    const words = ['plan', site.plan('core-3.0.cutover'), '-i', site.inventory, '--format', 'json'];
    const ended = await site.cutover(words);
    expect(ended.code).toBe(0);
    return JSON.parse(ended.stdout) as Plan;
  }

  test('C02: scripts are built from primitives in six families', async () => {
    const { scripts } = await planned();
    const steps = Object.values(scripts).flatMap(({ phases }) => Object.values(phases).flat());
    const families = new Set(steps.flatMap(({ family }) => family ?? []));
    expect([...families].sort()).toEqual([
      'backup',
      'check',
      'report',
      'revert',
      'stage',
      'switch',
    ]);
  });

  test('A13: each device takes what it needs from one library', async () => {
    const { scripts } = await planned();
    const msc = new Set(scripts['msc-server']?.uses);
    const umg = new Set(scripts['umg']?.uses);
    expect([...msc].some((word) => umg.has(word))).toBe(true);
    expect([...umg].some((word) => !msc.has(word))).toBe(true);
  });

  test('A02: until the switch no service misses a single request', async () => {
    const missed: number[] = [];
    const watch = new AbortController();
    const probes = site.devices.map(async (device) => {
      while (!watch.signal.aborted) {
        const answer = await device.health();
        if (answer !== '200 ok 2.0') missed.push(Date.now());
      }
    });
    let switchingAt = 0;
    const words = ['run', site.plan('core-3.0.cutover'), '-i', site.inventory];
    const ended = await site.cutover([...words, '--state', site.state, '--ui', 'json'], {
      onLine: (line) => {
        const event = JSON.parse(line) as { at: string; event: string; decision?: string };
        if (event.decision === 'switching') switchingAt = Date.parse(event.at);
        if (switchingAt > 0) watch.abort();
      },
    });
    watch.abort();
    await Promise.all(probes);
    expect(switchingAt).toBeGreaterThan(0);
    expect(ended.code).toBe(0);
    expect(missed.filter((at) => at < switchingAt)).toEqual([]);
  });
});
