/**
 * What a device is, seen from outside: every file under its root, and how its service answers.
 * Two snapshots are compared with `toEqual`, so that a difference is shown by name.
 *
 * Deliberately not the kit's fingerprint, nor the demo's: this one is the tests' own.
 */
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { RealDevice } from './real-device.ts';

export interface Snapshot {
  readonly health: string;
  /** A line each: path, type and mode, owner, then a link's target or a file's content hash. */
  readonly files: readonly string[];
}

/** Of `opt`, without logs: what the scripts manage. */
export async function snapshotOf(device: RealDevice): Promise<Snapshot> {
  const { folder, root } = device.layout;
  const files = linesUnder(folder, join(folder, 'opt'), new Set([join(root, 'log')]));
  return { health: await device.health(), files: [...files].sort() };
}

function* linesUnder(top: string, folder: string, without: ReadonlySet<string>): Iterable<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (without.has(path)) continue;
    yield `${relative(top, path)} ${factsOf(path)}`;
    if (lstatSync(path).isDirectory()) yield* linesUnder(top, path, without);
  }
}

function factsOf(path: string): string {
  const facts = lstatSync(path);
  const owned = `${facts.mode.toString(8)} ${String(facts.uid)}:${String(facts.gid)}`;
  if (facts.isSymbolicLink()) return `${owned} → ${readlinkSync(path)}`;
  if (!facts.isFile()) return owned;
  return `${owned} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
}
