/**
 * `kill -9` of the controller around each commit of its journal, then `recover`: all old or all new, and
 * the checker finds nothing.
 *
 * Rule 1: commits are counted first; how many a run has is not known beforehand.
 * Rule 2: by default every so many of them, `LONG=1` takes each; both are the same ones each time.
 * Deliberately not here: a site for each. Sites are as many as are at work at once, used again and again.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoRelease } from '../../src/demo/device/release-files.ts';
import { readJournal } from '../checker/read-journal.ts';
import { openBench } from './harness/bench.ts';
import type { Bench } from './harness/bench.ts';
import { expectNothingOpen, healthsOf, said, snapshotsOf } from './harness/expectations.ts';
import { judging } from './harness/judged.ts';
import type { Ordered } from './harness/judged.ts';
import { whyNoMachines } from './harness/machine.ts';

const long = process.env['LONG'] === '1';
const atOnce = 3;

interface Way {
  readonly what: string;
  readonly packages: readonly DemoRelease[];
  /** How it ends where nobody is killed. */
  readonly code: number;
  /** Without LONG: every so many commits, from this one on. */
  readonly after: readonly [from: number, every: number];
  readonly before: readonly [from: number, every: number];
}

const ways: readonly Way[] = [
  {
    what: 'commits',
    packages: [
      { kind: 'msc-server', version: '3.0' },
      { kind: 'umg', version: '3.0' },
    ],
    code: 0,
    after: [1, 2],
    before: [2, 4],
  },
  {
    what: 'goes back',
    packages: [
      { kind: 'msc-server', version: '3.0' },
      { kind: 'umg', version: '3.0', flaw: 'dies' },
    ],
    code: 3,
    after: [1, 2],
    before: [2, 4],
  },
];

describe.skipIf(whyNoMachines() !== undefined)(
  'the controller is killed around each commit',
  () => {
    let benches: readonly Bench[];

    beforeAll(async () => {
      benches = await Promise.all(Array.from({ length: atOnce }, () => openBench()));
    });
    afterAll(async () => {
      await Promise.all(benches.map(({ site }) => site.close()));
    });

    test.each(ways)('A03 A19 F35 S1 S2 S4 S6 S7: of a run that $what', async (way) => {
      const [first] = benches;
      if (first === undefined) throw new Error('no bench');
      const commits = await countCommits(first, way);
      expect(commits).toBeGreaterThan(20);
      const kills = [
        ...sample(commits, way.after).map((at) => `after:${String(at)}`),
        ...sample(commits, way.before).map((at) => `before:${String(at)}`),
      ];
      const wrong: string[] = [];
      const ends = new Set<number>();
      await Promise.all(
        benches.map(async (bench) => {
          await bench.reset();
          const ordered = await bench.publish('core', way.packages);
          for (let kill = kills.shift(); kill !== undefined; kill = kills.shift()) {
            try {
              ends.add(await killAndRecover(bench, way, ordered, kill));
            } catch (error) {
              wrong.push(`${kill}: ${error instanceof Error ? error.message : String(error)}`);
            }
          }
        }),
      );
      expect(wrong.join('\n\n')).toBe('');
      // Before SWITCHING, between, and at the end: the sweep has been everywhere.
      const everywhere = way.code === 0 ? [0, 2, 3] : [2, 3];
      expect([...ends]).toEqual(expect.arrayContaining(everywhere));
    });
  },
);

function sample(commits: number, [from, every]: readonly [number, number]): number[] {
  const all = Array.from({ length: commits }, (_, at) => at + 1);
  return long ? all : all.filter((at) => at >= from && (at - from) % every === 0);
}

async function countCommits(bench: Bench, way: Way): Promise<number> {
  await bench.reset();
  const judged = await bench.begin('core', way.packages);
  const list = join(bench.site.folder, 'commits');
  rmSync(list, { force: true });
  const plan = bench.site.plan('core-3.0.cutover');
  const ended = await judged.run(plan, [], { kill: `count:${list}` });
  expect(ended.code, said(ended)).toBe(way.code);
  await judged.expectNoViolation();
  return readFileSync(list, 'utf8').trim().split('\n').length;
}

/** The exit code of `recover`. */
async function killAndRecover(
  bench: Bench,
  way: Way,
  ordered: Ordered,
  kill: string,
): Promise<number> {
  const { site } = bench;
  await bench.reset('releases');
  const judged = await judging(site, ordered, { processes: false });
  const before = await snapshotsOf(site);
  const killed = await judged.run(site.plan('core-3.0.cutover'), [], { kill });
  // Some commits hold the records of several answers, so a run may have one or two less than the counted one.
  const unharmed = killed.code === way.code;
  if (!unharmed) expect(killed.stderr, said(killed)).toMatch(/controller (process ended|did not)/);
  await judged.look('the controller is dead');
  const must = endOf(site.state);
  const recovered = await judged.call(['recover']);
  const found = `${said(killed)}\n=== recover\n${said(recovered)}`;
  expect(recovered.code, found).toBe(must.code);
  await expectNothingOpen(judged);
  if (must.isNew) expect(await healthsOf(site), found).toEqual(['200 ok 3.0', '200 ok 3.0']);
  else expect(await snapshotsOf(site), found).toEqual(before);
  await judged.expectNoViolation();
  return must.code;
}

/** How it must end, by what the dead controller left in its journal and nothing else. */
function endOf(state: string): { readonly code: number; readonly isNew: boolean } {
  const kinds: readonly string[] = readJournal(state).map(({ record }) => record.record);
  const isNew = kinds.includes('commit');
  // A run that ended before anybody could be told is told by `recover`, once.
  const isTold = kinds.includes('run-end') || !kinds.includes('begin');
  if (isTold || isNew) return { code: 0, isNew };
  return { code: kinds.includes('switching') ? 3 : 2, isNew };
}
