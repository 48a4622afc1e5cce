/** Which devices change together: many linked, by site, each on its own; who is first, and who is there already. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBench } from './harness/bench.ts';
import type { Bench } from './harness/bench.ts';
import { lastWords, said, snapshotsOf } from './harness/expectations.ts';
import { judging, recordsOf, transactionsIn } from './harness/judged.ts';
import { whyNoMachines } from './harness/machine.ts';

const names = ['msc-01', 'msc-02', 'umg-01', 'umg-02', 'sgw-01', 'sgw-02'] as const;
type Name = (typeof names)[number];

function planText(...unit: readonly string[]): string {
  return [
    'cutover 1',
    '',
    'plan "A test" {',
    '  release "core" version: "3.0"',
    '',
    ...unit,
    '}',
    '',
  ].join('\n');
}

const core = ['    "msc-*" runs msc-server', '    "umg-*" runs umg'];

describe.skipIf(whyNoMachines() !== undefined)('units', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await openBench({
      devices: [
        { name: 'msc-01', kind: 'msc-server' },
        { name: 'msc-02', kind: 'msc-server', system: 'busybox' },
        { name: 'umg-01', kind: 'umg', system: 'busybox' },
        { name: 'umg-02', kind: 'umg' },
        { name: 'sgw-01', kind: 'sgw' },
        { name: 'sgw-02', kind: 'sgw', system: 'busybox' },
      ],
    });
  });
  beforeEach(async () => {
    await bench.reset();
  });
  afterAll(async () => {
    await bench.site.close();
  });

  /** Those with the new version; all others must be as they were. */
  async function expectNew(
    before: Awaited<ReturnType<typeof snapshotsOf>>,
    ...fresh: readonly Name[]
  ): Promise<void> {
    const after = await snapshotsOf(bench.site);
    for (const name of names) {
      if (fresh.includes(name)) expect(after[name]?.health, name).toBe('200 ok 3.0');
      else expect(after[name], name).toEqual(before[name]);
    }
  }

  /** Its check finds nobody at that port. */
  function spoil(name: Name): void {
    const { servicePort } = bench.site.device(name);
    const own = JSON.stringify(String(servicePort));
    const file = bench.site.inventory;
    bench.replaceIn(file, `port: ${own}`, 'port: "1"');
  }

  test('A04 A07: four linked, prepared and switched in order; the skew is said', async () => {
    const text = planText(
      '  linked "core" {',
      ...core,
      '    prepare "msc-*" before: "umg-*"',
      '    switch "msc-*" before: "umg-*"',
      '  }',
    );
    const before = await snapshotsOf(bench.site);
    const judged = await bench.begin();
    const ended = await judged.run(bench.site.plan(text));
    expect(ended.code, said(ended)).toBe(0);
    await expectNew(before, 'msc-01', 'msc-02', 'umg-01', 'umg-02');
    const records = await recordsOf(judged, transactionsIn(ended)[0] ?? '');
    for (const order of ['prepare', 'switch']) {
      const at = (record: string, kind: string): readonly number[] =>
        records.flatMap((one, index) =>
          one['record'] === record &&
          one['order'] === order &&
          String(one['device']).startsWith(kind)
            ? [index]
            : [],
        );
      expect(at('answer', 'msc-')).toHaveLength(2);
      expect(Math.min(...at('sent', 'umg-'))).toBeGreaterThan(Math.max(...at('answer', 'msc-')));
    }
    expect(lastWords(ended).at(-1)).toMatch(/^skew: \d+\.\d\d s/);
    await judged.expectNoViolation();
  });

  test('A03: more skew than the plan allows, and all go back', async () => {
    const text = planText(
      '  linked "core" {',
      ...core,
      '    switch "msc-*" before: "umg-*"',
      '    skew 10ms',
      '  }',
    );
    const before = await snapshotsOf(bench.site);
    const judged = await bench.begin();
    const ended = await judged.run(bench.site.plan(text));
    expect(ended.code, said(ended)).toBe(3);
    expect(lastWords(ended)[1]).toMatch(
      /^cause: .*switched \d+ ms after the first; the plan allows 10 ms/,
    );
    await expectNew(before);
    await judged.expectNoViolation();
  });

  test('A07 F32: a unit for each site; one site is refused, the other is on 3.0', async () => {
    for (const name of names)
      bench.describe(name, `labels: { site: ${name.endsWith('1') ? 'a' : 'b'} }`);
    spoil('umg-02');
    const text = planText('  linked "core" by site {', ...core, '  }');
    const before = await snapshotsOf(bench.site);
    const judged = await bench.begin();
    const ended = await judged.run(bench.site.plan(text));
    expect(ended.code, said(ended)).toBe(2);
    expect(ended.stdout).toMatch(/core a: COMMITTED/);
    expect(ended.stdout).toMatch(/core b: REFUSED.*\n.*cause: umg-02, .*`http`/);
    await expectNew(before, 'msc-01', 'umg-01');
    await judged.expectNoViolation();
  });

  test('A06: separate devices, each on its own: one is refused, the other is on 3.0', async () => {
    spoil('sgw-02');
    const before = await snapshotsOf(bench.site);
    const judged = await bench.begin('edge');
    const ended = await judged.run(bench.site.plan('edge-3.0.cutover'));
    expect(ended.code, said(ended)).toBe(2);
    expect(ended.stdout).toMatch(/sgw-01: COMMITTED/);
    expect(ended.stdout).toMatch(/sgw-02: REFUSED.*\n.*cause: sgw-02, .*`listening`/);
    await expectNew(before, 'sgw-01');
    await judged.expectNoViolation();
  });

  test('A06: the same devices, linked in the inventory: both stay', async () => {
    bench.replaceIn(bench.site.inventory, 'devices:\n', 'links:\n  - [sgw-01, sgw-02]\ndevices:\n');
    spoil('sgw-02');
    const before = await snapshotsOf(bench.site);
    const judged = await bench.begin('edge');
    const ended = await judged.run(bench.site.plan('edge-3.0.cutover'));
    expect(ended.code, said(ended)).toBe(2);
    await expectNew(before);
    await judged.expectNoViolation();
  });

  test('B04: a member that is there already is left alone; all there: nothing to do', async () => {
    const { site } = bench;
    const ordered = await bench.publish('core');
    const alone = await judging(site, ordered);
    const first = await alone.run(
      site.plan(planText('  separate "one" {', '    "umg-01" runs umg', '  }')),
    );
    expect(first.code, said(first)).toBe(0);
    await alone.expectNoViolation();
    const linked = site.plan(planText('  linked "core" {', ...core, '  }'));
    for (const msc of ['confirmed +msc-server \\d', 'already on 3\\.0, untouched +-']) {
      const before = await snapshotsOf(site);
      const judged = await judging(site, { ...ordered });
      const ended = await judged.run(linked);
      expect(ended.code, said(ended)).toBe(0);
      expect(ended.stdout).toMatch(new RegExp(`msc-01 +${msc}`));
      expect(ended.stdout).toMatch(/umg-01 +already on 3\.0, untouched +-/);
      expect(ended.stdout).toMatch(/umg-01 +\d+ % +staged: already on 3\.0, not touched$/m);
      expect(/SWITCHING|COMMIT/.test(ended.stdout)).toBe(msc.startsWith('confirmed'));
      expect(lastWords(ended)[0]).toMatch(
        msc.startsWith('confirmed') ? /COMMITTED: / : /NOTHING TO DO: every device was already/,
      );
      expect((await snapshotsOf(site))['umg-01']).toEqual(before['umg-01']);
      await expectNew(before, 'msc-01', 'msc-02', 'umg-01', 'umg-02');
      await judged.expectNoViolation();
    }
  });

  test('A08 A09 B02: downloaded days before; then no package needs to be on the server', async () => {
    const { site } = bench;
    const before = await snapshotsOf(site);
    const judged = await bench.begin();
    const plan = site.plan(planText('  linked "core" {', ...core, '  }'));
    const downloaded = await judged.call(['download', plan, '-i', site.inventory]);
    expect(downloaded.code, said(downloaded)).toBe(0);
    expect(await snapshotsOf(site)).toEqual(before);
    const run = /"transaction":"([^"]*download[^"]*)"/.exec(
      (await judged.call(['history', '--format', 'json'])).stdout,
    );
    const records = await recordsOf(judged, run?.[1] ?? '');
    const of = (record: string): unknown[] =>
      records.filter((one) => one['record'] === record).map((one) => one['device']);
    expect(of('download-asked').sort()).toEqual(names.slice(0, 4));
    expect(of('download-answered').sort()).toEqual(names.slice(0, 4));
    for (const { root } of site.servers)
      for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }))
        if (name.endsWith('.tar.gz')) rmSync(join(root, name));
    const ended = await judged.run(plan);
    expect(ended.code, said(ended)).toBe(0);
    await expectNew(before, 'msc-01', 'msc-02', 'umg-01', 'umg-02');
    await judged.expectNoViolation();
  });
});

describe.skipIf(whyNoMachines() !== undefined)('version servers', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await openBench({ servers: 2 });
  });
  afterAll(async () => {
    await bench.site.close();
  });

  test('A10 B01 B06: the first of two is dead: it is named, and the second one serves', async () => {
    const { site } = bench;
    const judged = await bench.begin();
    const [dead] = site.servers;
    await dead?.stop();
    const ended = await judged.run(site.plan('core-3.0.cutover'));
    expect(ended.code, said(ended)).toBe(0);
    expect(ended.stderr).toMatch(
      new RegExp(`warning: ftp://127\\.0\\.0\\.1:${String(dead?.port)}/? was passed over`),
    );
    expect(ended.stdout).toMatch(new RegExp(`\\| .*127\\.0\\.0\\.1:${String(dead?.port)}`));
    await judged.expectNoViolation();
  });
});

describe.skipIf(whyNoMachines() !== undefined)('eight linked devices', () => {
  let bench: Bench;
  const eight = Array.from({ length: 8 }, (_, at) => `sgw-${String(at + 1)}`);

  beforeAll(async () => {
    bench = await openBench({ devices: eight.map((name) => ({ name, kind: 'sgw' })) });
  });
  afterAll(async () => {
    await bench.site.close();
  });

  test('F33 A07: the seventh fails in its switch: all are back on old, with the time that each was down', async () => {
    const { site } = bench;
    const flaw = '    when device.name == "sgw-7" {\n      run "/bin/false" writes: []\n    }\n';
    bench.edit('sgw.cutover', '    start daemon\n', `${flaw}    start daemon\n`);
    const text = [
      'cutover 1',
      'plan "Edge" {',
      '  release "edge" version: "3.0"',
      '  linked "edge" {',
      '    "sgw-*" runs sgw',
      '  }',
      '}',
      '',
    ];
    const before = await snapshotsOf(site);
    const judged = await bench.begin('edge');
    const ended = await judged.run(site.plan(text.join('\n')));
    expect(ended.code, said(ended)).toBe(3);
    expect(lastWords(ended)[1]).toMatch(/^cause: sgw-7, line \d+: `run`/);
    for (const name of eight)
      expect(ended.stdout).toMatch(new RegExp(`${name} +reverted +sgw \\d+\\.\\d\\d s`));
    expect(await snapshotsOf(site)).toEqual(before);
    await judged.expectNoViolation();
  });
});
