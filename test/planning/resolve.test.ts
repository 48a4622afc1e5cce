import { describe, expect, test } from 'vitest';
import { resolvePlan } from '../../src/planning/resolve.ts';
import {
  constant,
  inputs,
  member,
  packageOf,
  problems,
  release,
  resolved,
  script,
  step,
  unit,
} from './fixture.ts';

const PAIR = ['msc-01', 'umg-01'];
const units = (...given: Parameters<typeof inputs>) =>
  resolved(inputs(...given)).units.map(({ title, mode, members }) => ({ title, mode, members }));

describe('who takes part', () => {
  test('globs, in the order of the plan’s members', () => {
    expect(units(['umg-02', 'umg-01', 'msc-01', 'other'], [unit()])).toEqual([
      { title: 'core', mode: 'linked', members: ['msc-01', 'umg-02', 'umg-01'] },
    ]);
  });

  test('A07: more than two devices in a linked unit, each once, in ranks that hold all of them', () => {
    const many = Array.from({ length: 40 }, (_, at) => `umg-${String(at)}`);
    const order = [{ first: 'msc-*', then: 'umg-*' }];
    const [found] = resolved(
      inputs(['msc-01', ...many], [unit({ prepareOrder: order, switchOrder: order })]),
    ).units;
    expect(found?.members).toHaveLength(41);
    expect(found?.prepareRanks).toEqual([['msc-01'], many]);
    expect(found?.switchRanks.flat()).toEqual(found?.members);
  });

  test('`by` makes one unit for each value of the label', () => {
    const devices = ['msc-b: { labels: { site: b } }', 'msc-a: { labels: { site: a } }'];
    const more = ['umg-b: { labels: { site: b } }', 'umg-a: { labels: { site: a } }'];
    expect(units([...devices, ...more], [unit({ by: 'site' })])).toEqual([
      { title: 'core a', mode: 'linked', members: ['msc-a', 'umg-a'] },
      { title: 'core b', mode: 'linked', members: ['msc-b', 'umg-b'] },
    ]);
  });

  test('a site where a pattern finds nobody is refused, and so is a device without the label', () => {
    const devices = ['msc-a: { labels: { site: a } }', 'msc-b: { labels: { site: b } }', 'msc-c'];
    const more = ['umg-a: { labels: { site: a } }'];
    expect(problems(inputs([...devices, ...more], [unit({ by: 'site' })]))).toEqual([
      'E0804 `msc-c` without the label `site`',
      'E0802 `umg-*` finds nobody where `site` is `b`',
    ]);
  });

  test('a group', () => {
    const given = inputs(
      ['a: { groups: [g] }', 'b', 'c: { groups: [g] }'],
      [unit({ mode: 'separate', members: [member('g', { group: true, script: 'umg' })] })],
      { inventoryText: 'groups: { g: {} }\n' },
    );
    expect(resolved(given).units.map(({ title }) => title)).toEqual(['core a', 'core c']);
  });

  test('nobody, an unknown group, a device matched twice: named', () => {
    const wrong = [
      unit({
        members: [
          member('msc-*'),
          member('umg-1'),
          member('cor', { group: true, script: 'umg' }),
          member('*-01', { script: 'umg' }),
        ],
      }),
    ];
    expect(
      problems(
        inputs(['msc-01: { groups: [core] }'], wrong, { inventoryText: 'groups: { core: {} }\n' }),
      ),
    ).toEqual([
      'E0802 no device is called `umg-1`',
      'E0802 the inventory has no group `cor`',
      'E0803 `msc-01` is matched twice',
    ]);
  });

  test('a device of another platform', () => {
    expect(problems(inputs(['msc-01: { platform: windows }', 'umg-01'], [unit()]))).toEqual([
      'E0807 `msc-01` is of the platform `windows`; `msc` is for `posix`',
    ]);
  });
});

describe('A06: the inventory says beforehand which devices are linked', () => {
  const all = unit({ mode: 'separate', members: [member('*', { script: 'umg' })] });
  const links = (text: string) => ({ inventoryText: `links: ${text}\n` });

  test('A06: devices that are linked with nobody are upgraded each on its own', () => {
    expect(units(['a', 'b'], [all])).toEqual([
      { title: 'core a', mode: 'separate', members: ['a'] },
      { title: 'core b', mode: 'separate', members: ['b'] },
    ]);
  });

  test('A06: those that are linked become one linked unit, without a word in the plan', () => {
    expect(units(['a', 'b', 'c'], [all], links('[[a, c]]'))).toEqual([
      { title: 'core a+c', mode: 'linked', members: ['a', 'c'] },
      { title: 'core b', mode: 'separate', members: ['b'] },
    ]);
  });

  test('links that share a device are one set', () => {
    expect(units(['a', 'b', 'c', 'd'], [all], links('[[a, b], [c, d], [b, d]]'))).toEqual([
      { title: 'core a+b+c+d', mode: 'linked', members: ['a', 'b', 'c', 'd'] },
    ]);
  });

  test('a plan with a part of a linked set is refused, and names the others', () => {
    const part = unit({ members: [member('msc-*')] });
    expect(
      problems(inputs([...PAIR, 'umg-02'], [part], links('[[msc-01, umg-01, umg-02]]'))),
    ).toEqual([
      'E0805 the inventory links `msc-01` with `umg-01` and `umg-02`, which this plan leaves out',
    ]);
  });

  test('a linked set in two units is refused', () => {
    const two = [
      unit({ title: 'one', members: [member('msc-*')] }),
      unit({ title: 'two', members: [member('umg-*')] }),
    ];
    expect(problems(inputs(PAIR, two, links('[[msc-01, umg-01]]')))).toEqual([
      'E0805 the inventory links `msc-01` with `umg-01`, which this plan has elsewhere',
    ]);
  });

  test('a linked set that the plan leaves alone is no matter', () => {
    expect(problems(inputs([...PAIR, 'x', 'y'], [unit()], links('[[x, y]]')))).toEqual([]);
  });

  test('an irreversible step may not come into a linked unit by the inventory', () => {
    const fuse = script('umg', {
      phases: {
        switch: [
          step('switch.1', 'link', constant('/x'), {
            wayBack: { by: 'never', because: 'burns a fuse' },
          }),
        ],
      },
    });
    const scripts = new Map([['umg', fuse]]);
    const accepting = unit({
      mode: 'separate',
      members: [member('*', { script: 'umg', accepts: 'burns a fuse' })],
    });
    expect(problems(inputs(['a', 'b'], [accepting], { scripts }))).toEqual([]);
    expect(problems(inputs(['a', 'b'], [accepting], { scripts, ...links('[[a, b]]') }))).toEqual([
      'E0813 `umg` can’t be undone as a whole: "burns a fuse"',
    ]);
  });
});

describe('order', () => {
  test('F10: a circle is printed as it goes round', () => {
    const order = [
      { first: 'msc-*', then: 'umg-*' },
      { first: 'umg-02', then: 'msc-02' },
    ];
    const given = inputs([...PAIR, 'msc-02', 'umg-02'], [unit({ switchOrder: order })]);
    expect(problems(given)).toEqual(['E0806 the `switch` order of "core" goes in a circle']);
    expect(resolvePlan(given).problems[0]?.notes).toEqual(['umg-02 → msc-02 → umg-02']);
  });

  test('F10: a device before itself', () => {
    const given = inputs(PAIR, [unit({ prepareOrder: [{ first: '*', then: 'umg-*' }] })]);
    expect(resolvePlan(given).problems[0]?.notes).toEqual(['umg-01 → umg-01']);
  });

  test('a pattern that finds nobody in the unit', () => {
    const given = inputs(PAIR, [unit({ prepareOrder: [{ first: 'hss-*', then: 'umg-*' }] })]);
    expect(problems(given)).toEqual(['E0802 `hss-*` in a `prepare` order finds nobody in "core"']);
  });
});

describe('time to the vote', () => {
  // Each script: switch 3 × 10 s, verify 10 s, reading the version 10 s; an order 30 s beside its steps.
  const oneRank = 30_000 + 30_000 + (30_000 + 20_000) + 30_000;

  test('is the longest that the steps may take', () => {
    expect(resolved(inputs(PAIR, [unit()])).units[0]?.voteWithinMs).toBe(oneRank);
  });

  test('ranks add up; so do turns, where so many at once are allowed', () => {
    const switchOrder = [{ first: 'msc-*', then: 'umg-*' }];
    const ranked = resolved(inputs(PAIR, [unit({ switchOrder })])).units[0];
    expect(ranked?.voteWithinMs).toBe(oneRank + 60_000);
    const turns = resolved(inputs(PAIR, [unit()], { atOnce: 1 })).units[0];
    expect(turns?.voteWithinMs).toBe(2 * oneRank);
  });

  test('the plan’s own must not be shorter', () => {
    expect(problems(inputs(PAIR, [unit({ voteWithinMs: 100_000 })]))).toEqual([
      'E0815 "core" may need 2m 20s from its first switch to its last vote; the plan gives it 1m 40s',
    ]);
    const longer = resolved(inputs(PAIR, [unit({ voteWithinMs: 900_000 })])).units[0];
    expect(longer?.voteWithinMs).toBe(900_000);
  });
});

describe('the release', () => {
  test('gives each artifact its lines, a variant each', () => {
    const packages = release.packages.map((each) => ({ ...each, variant: 'x86_64' }));
    const arm = { ...packageOf('msc'), variant: 'aarch64', path: 'core/3.0/arm.tar.gz' };
    const plan = resolved(
      inputs(PAIR, [unit()], { release: { ...release, packages: [...packages, arm] } }),
    );
    expect(plan.devices['msc-01']?.artifacts).toEqual({
      package: `aarch64 3 ${'a'.repeat(64)} core/3.0/arm.tar.gz -\nx86_64 3 ${'a'.repeat(64)} core/3.0/msc.tar.gz -`,
    });
  });

  test('without a package for a script is refused', () => {
    const packages = release.packages.filter((each) => each.script !== 'umg');
    expect(problems(inputs(PAIR, [unit()], { release: { ...release, packages } }))).toEqual([
      'E0816 the release has no package for `umg`’s `package`',
    ]);
  });

  test('another one than the plan’s is refused', () => {
    expect(problems(inputs(PAIR, [unit()], { release: { ...release, version: '3.1' } }))).toEqual([
      'E0817 the plan is for core 3.0, the version information is about core 3.1',
    ]);
  });

  test('nowhere to fetch it from', () => {
    const given = inputs(PAIR, [unit()]);
    expect(problems({ ...given, inventory: { ...given.inventory, servers: [] } })).toEqual([
      'E0818 the inventory names no version server',
      'E0818 the inventory names no version server',
    ]);
  });
});
