/** Packages that were spoilt after they had been published: F20, with two version servers. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBench } from './harness/bench.ts';
import type { Bench } from './harness/bench.ts';
import {
  expectNothingOpen,
  healthsOf,
  lastWords,
  said,
  snapshotsOf,
} from './harness/expectations.ts';
import { whyNoMachines } from './harness/machine.ts';
import type { VersionServer } from './harness/version-server.ts';

type Spoil = (bytes: Buffer) => Buffer;

const spoilt: readonly (readonly [string, Spoil, 'size' | 'hash'])[] = [
  ['truncated', (bytes) => bytes.subarray(0, bytes.length - 1), 'size'],
  ['cut in half', (bytes) => bytes.subarray(0, bytes.length >> 1), 'size'],
  ['empty', () => Buffer.alloc(0), 'size'],
  ['with one bit flipped', flipped, 'hash'],
  ['all zeros', (bytes) => Buffer.alloc(bytes.length), 'hash'],
];

function flipped(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  const at = changed.length >> 1;
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

const why = whyNoMachines();

describe.skipIf(why !== undefined)(
  `packages${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    let bench: Bench;
    let plan: string;

    beforeAll(async () => {
      bench = await openBench({ servers: 2 });
      plan = bench.site.plan('core-3.0.cutover');
    });
    beforeEach(async () => {
      await bench.reset();
      for (const name of ['msc-server', 'umg'])
        bench.edit(`${name}.cutover`, ' retry 3 every 2s within 10m', ' within 10m');
    });
    afterAll(async () => {
      await bench.site.close();
    });

    /** The UMG's package on these servers; what is said of it. */
    function spoil(servers: readonly VersionServer[], change: Spoil, by: 'size' | 'hash'): RegExp {
      const [said = /$^/] = servers.map(({ root }) => {
        const folder = join(root, 'core/3.0');
        const name = readdirSync(folder).find((one) => one.startsWith('umg-')) ?? '';
        const good = readFileSync(join(folder, name));
        const bad = change(good);
        writeFileSync(join(folder, name), bad);
        return by === 'size'
          ? new RegExp(`expected ${String(good.length)} bytes, got ${String(bad.length)}`)
          : new RegExp(`expected SHA-256 ${sha256(good)}, got ${sha256(bad)}`);
      });
      return said;
    }

    test.each(spoilt)(
      'F20 B06: %s on the first server, the second one is asked',
      async (_, change, by) => {
        const judged = await bench.begin();
        const message = spoil(bench.site.servers.slice(0, 1), change, by);
        const ended = await judged.run(plan);
        expect(ended.code, said(ended)).toBe(0);
        expect(ended.stdout).toMatch(message);
        expect(ended.stdout).toContain(
          `127.0.0.1:${String(bench.site.servers[0]?.port)}: nothing usable`,
        );
        expect(await healthsOf(bench.site)).toEqual(['200 ok 3.0', '200 ok 3.0']);
        await judged.expectNoViolation();
      },
    );

    test.each(spoilt)(
      'F20: %s on both servers is refused, and nothing is touched',
      async (_, change, by) => {
        const judged = await bench.begin();
        const before = await snapshotsOf(bench.site);
        const message = spoil(bench.site.servers, change, by);
        const ended = await judged.run(plan);
        expect(ended.code, said(ended)).toBe(2);
        expect(lastWords(ended)[1]).toMatch(
          /^cause: umg-01, line \d+: `fetch` .*: .*none of 2 version servers/,
        );
        // Of each server at least once; what one began the next one goes on with, which is another try.
        expect(ended.stdout.match(new RegExp(message, 'g'))?.length).toBeGreaterThanOrEqual(2);
        expect(await snapshotsOf(bench.site)).toEqual(before);
        await expectNothingOpen(judged);
        await judged.expectNoViolation();
      },
    );
  },
);

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
