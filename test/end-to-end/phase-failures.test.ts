/** A failure in each phase on each of two linked devices: both end on 2.0, byte for byte, with the cause first. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { DeviceKind } from '../../src/demo/device/layout.ts';
import type { DemoRelease, Flaw } from '../../src/demo/device/release-files.ts';
import { archive } from '../primitives/archive.ts';
import { sound } from './harness/bench.ts';
import type { Bench } from './harness/bench.ts';
import { expectNothingOpen, lastWords, said, snapshotsOf } from './harness/expectations.ts';
import { withFreshBench } from './harness/fresh-bench.ts';
import { judging } from './harness/judged.ts';
import type { Ordered } from './harness/judged.ts';
import { whyNoMachines } from './harness/machine.ts';

interface Case {
  readonly what: string;
  /** In the script of the device that fails. */
  readonly edit?: readonly [from: string, to: string];
  readonly flaw?: Flaw;
  /** What its package says of itself. */
  readonly version?: string;
  /** Changes the published package. */
  readonly tamper?: (bytes: Buffer) => Buffer;
  /** What is packed in its place. */
  readonly pack?: (file: string) => void;
  readonly code: 2 | 3;
  readonly cause: RegExp;
  /** Elsewhere on the screen. */
  readonly shown?: RegExp;
  /** Default: both. */
  readonly kinds?: readonly DeviceKind[];
}

const stop = '    stop daemon\n';
const cases: readonly Case[] = [
  {
    what: 'check: no room for it (F16)',
    edit: ['at-least: 64MiB', 'at-least: 8000TiB'],
    code: 2,
    cause: /`disk-free`.*8796093022208000/,
  },
  {
    what: 'backup: a vendor’s own word fails (F17 C04)',
    edit: ['    keep "{root}/etc"\n', '    keep "{root}/etc"\n    acme-tape "{root}/etc"\n'],
    code: 2,
    cause: /`acme-tape`.*no tape is in the drive/,
  },
  {
    what: 'stage: one bit of the package flipped on the server (F20)',
    edit: [' retry 3 every 2s within 10m', ' within 10m'],
    tamper: (bytes) => {
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      return bytes;
    },
    code: 2,
    cause: /`fetch`.*none of 1 version servers gave what was published/,
    shown: /expected.*\b[0-9a-f]{64}\b/i,
  },
  {
    what: 'stage: the archive leaves its folder (F22)',
    pack: packOutside,
    code: 2,
    cause: /`unpack` bundle into: .*: /,
    shown: /\| .*evil/,
  },
  {
    what: 'stage: 2 GB in an archive of 2 MB (F23)',
    pack: packBomb,
    code: 2,
    cause: /`unpack` bundle into: .*: /,
    shown: /\| unpacks to more than \d+ bytes: evil$/m,
  },
  {
    what: 'stage: the self-test fails',
    flaw: 'fails-self-test',
    kinds: ['umg'],
    code: 2,
    cause: /`run` \S*self-test.*: \S+ returned 1; it printed: .*no memory bank answers/,
    shown: /\| self-test: no memory bank answers$/m,
  },
  {
    what: 'prepared for another version than the ordered one (A05)',
    version: '3.1',
    code: 2,
    cause: /prepared version 3\.1, ordered was 3\.0/,
  },
  {
    what: 'switch: its first step',
    edit: [stop, `    run "/bin/sh" "-c" "echo locked >&2; exit 1" writes: []\n${stop}`],
    code: 3,
    cause: /`run` \/bin\/sh -c echo locked.*: \/bin\/sh returned 1; it printed: locked$/m,
    shown: /\| locked$/m,
  },
  {
    what: 'switch: the service does not come up (B09)',
    flaw: 'dies',
    code: 3,
    cause: /`start`.*did not start/,
  },
  {
    what: 'switch: the migration breaks off in the middle',
    flaw: 'breaks-migration',
    kinds: ['umg'],
    code: 3,
    cause: /`run`.*returned 1/,
    shown: /\| migrate: row 17 is bad$/m,
  },
  {
    what: 'verify: the new service is ill (A14)',
    flaw: 'ill',
    edit: ['retry 10 every 1s', 'retry 2 every 1s'],
    code: 3,
    cause: /`http`.*503/,
  },
  {
    what: 'hold: a timer of the device’s own has run out',
    edit: ['    start daemon\n', '    start daemon\n    acme-trial daemon\n'],
    code: 3,
    cause: /trial timer .* has run out/,
  },
];

const kinds = ['msc-server', 'umg'] as const;
const names = { 'msc-server': 'msc-01', umg: 'umg-01' } as const;
const rows = cases.flatMap((one) =>
  kinds
    .filter((kind) => one.kinds?.includes(kind) ?? true)
    .map((kind) => [one.what, kind, one] as const),
);

describe.skipIf(whyNoMachines() !== undefined)('two linked devices, one of which fails', () => {
  let bench: Bench;
  withFreshBench((fresh) => {
    bench = fresh;
  });

  test.each(rows)('A03 A19 C03: %s, on the %s', async (_, kind, one) => {
    const { site } = bench;
    if (one.edit !== undefined) bench.edit(`${kind}.cutover`, ...one.edit);
    const ordered = await publish(bench, kind, one);
    const before = await snapshotsOf(site);
    const judged = await judging(site, ordered);
    const ended = await judged.run(site.plan('core-3.0.cutover'), ['--library', bench.library]);
    expect(ended.code, said(ended)).toBe(one.code);
    const [headline = '', cause = ''] = lastWords(ended);
    expect(headline).toMatch(one.code === 2 ? /REFUSED/ : /REVERTED/);
    expect(cause).toMatch(/^cause: /);
    expect(cause).toContain(names[kind]);
    expect(cause).toMatch(one.cause);
    expect(ended.stdout).toMatch(one.shown ?? one.cause);
    expect(await snapshotsOf(site)).toEqual(before);
    await expectNothingOpen(judged);
    await judged.expectNoViolation();
  });
});

async function publish(
  { site, publish: toServers }: Bench,
  kind: 'msc-server' | 'umg',
  { flaw, version = '3.0', pack, tamper }: Case,
): Promise<Ordered> {
  const packages = sound(site).map((one): DemoRelease =>
    one.kind === kind ? { kind, version, ...(flaw === undefined ? {} : { flaw }) } : one,
  );
  const ordered = await toServers('core', packages, (folder) => pack?.(packageOf(folder, kind)));
  const unusable = pack !== undefined || flaw === 'breaks-migration' ? [kind] : [];
  if (tamper === undefined) return { ...ordered, unusable };
  for (const { root } of site.servers) {
    const file = packageOf(join(root, 'core/3.0'), kind);
    writeFileSync(file, tamper(readFileSync(file)));
  }
  return ordered;
}

function packageOf(folder: string, kind: string): string {
  const name = readdirSync(folder).find((one) => one.startsWith(`${kind}-`));
  if (name === undefined) throw new Error(`${folder} has no package of ${kind}`);
  return join(folder, name);
}

/** The same files, and one that would land beside the folder. */
function packOutside(file: string): void {
  const folder = mkdtempSync(`${file}-`);
  execFileSync('tar', ['-xzf', file, '-C', folder]);
  const sound = readdirSync(folder);
  writeFileSync(join(folder, 'evil'), 'outside\n');
  const renamed = '--transform=s,^evil$,../evil,';
  execFileSync('tar', ['-czPf', file, '-C', folder, renamed, ...sound, 'evil']);
}

/** Its one entry is as large as it says: each gzip member is 10 MiB of nothing. */
function packBomb(file: string): void {
  const zeros = gzipSync(Buffer.alloc(10 * 2 ** 20));
  const head = archive([{ name: 'evil', size: 200 * 10 * 2 ** 20 }]).subarray(0, 512);
  writeFileSync(file, Buffer.concat([gzipSync(head), ...Array.from({ length: 200 }, () => zeros)]));
}
