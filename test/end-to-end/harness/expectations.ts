/** What tests expect of a site, said once. */
import { expect } from 'vitest';
import type { Ended } from './cutover.ts';
import type { Judged } from './judged.ts';
import type { Site } from './site.ts';
import { snapshotOf } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';

export type Snapshots = Readonly<Record<string, Snapshot>>;

export async function snapshotsOf(site: Site): Promise<Snapshots> {
  const all = site.devices.map(async (device) => [device.name, await snapshotOf(device)] as const);
  return Object.fromEntries(await Promise.all(all));
}

export async function healthsOf(site: Site): Promise<readonly string[]> {
  return Promise.all(site.devices.map((device) => device.health()));
}

/** All that was said, for the message of a failed expectation. */
export function said({ code, stdout, stderr }: Ended): string {
  return `exit ${String(code)}\n${stdout}\n--- stderr ---\n${stderr}`;
}

/** The unit's last words: from its headline on, without times and percentages. */
export function lastWords({ stdout }: Ended): readonly string[] {
  const lines = stdout.split('\n').flatMap((line) => /^\S+ {2}result +(.*)$/.exec(line)?.[1] ?? []);
  return lines;
}

export async function expectNothingOpen(judged: Judged): Promise<void> {
  const status = await judged.call(['status']);
  expect(status.code, said(status)).toBe(0);
  expect(status.stdout).toMatch(/^nothing is open; /);
}
