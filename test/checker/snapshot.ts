/**
 * The checker's own fingerprint: what lies under some paths, by its own walk and its own hashes.
 *
 * Rule 1: no link is followed; times don't count.
 * Rule 2: a path that isn't there is an entry too (`absent`).
 */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import type { Entry, Lenience, Snapshot } from './evidence.ts';

/** A device as the checker reaches it: from outside, through the disc. */
export interface WatchedDevice {
  readonly name: string;
  /** The kit's folder, as this machine names it. */
  readonly home: string;
  /** Stands before the device's own paths; empty where they are this machine's. */
  readonly root: string;
  /** All that `switch` may change, as the device names it. */
  readonly paths: readonly string[];
  readonly lenience: Lenience;
  /** Asks a service how it is: `up`, `down`, or its version. */
  readonly services: Readonly<Record<string, () => Promise<string>>>;
}

export async function takeSnapshot(device: WatchedDevice): Promise<Snapshot> {
  const services: Record<string, string> = {};
  for (const [name, ask] of Object.entries(device.services)) services[name] = await ask();
  const paths: Record<string, Entry> = {};
  for (const path of [...device.paths, ...device.lenience.made]) walk(device.root, path, paths);
  return { paths, services };
}

/** Puts `path` and all below it into `into`, under the device's names. */
function walk(root: string, path: string, into: Record<string, Entry>): void {
  const here = join(root, path);
  const stats = lstatSync(here, { throwIfNoEntry: false });
  into[path] = stats === undefined ? { type: 'absent' } : entryOf(here, stats);
  if (stats?.isDirectory() !== true) return;
  for (const name of readdirSync(here).sort()) walk(root, join(path, name), into);
}

function entryOf(path: string, stats: Stats): Entry {
  const owner = `${String(stats.uid)}:${String(stats.gid)}`;
  if (stats.isSymbolicLink()) return { type: 'link', owner, target: readlinkSync(path) };
  const mode = stats.mode & 0o7777;
  if (stats.isDirectory()) return { type: 'folder', mode, owner };
  if (stats.isFile()) return { type: 'file', mode, owner, sha256: hashFile(path) };
  return { type: 'other', mode, owner };
}

export function hashFile(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
