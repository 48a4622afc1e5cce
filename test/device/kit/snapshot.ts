/** What stands under a folder, without times: two equal snapshots are two equal trees. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

export type Snapshot = Readonly<Record<string, string>>;

export function snapshot(folder: string): Snapshot {
  const names = readdirSync(folder, { recursive: true }).map(String).sort();
  return Object.fromEntries(['.', ...names].map((name) => [name, describe(join(folder, name))]));
}

function describe(path: string): string {
  const stat = lstatSync(path);
  const what = stat.isSymbolicLink()
    ? readlinkSync(path)
    : stat.isFile()
      ? createHash('sha256').update(readFileSync(path)).digest('hex')
      : '';
  return `${stat.mode.toString(8)} ${String(stat.uid)}:${String(stat.gid)} ${what}`;
}
