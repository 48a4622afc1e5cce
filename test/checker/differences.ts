/** How two snapshots of one device differ, in words; nothing where they don't. */
import type { Entry, Lenience, Snapshot } from './evidence.ts';

export const strictly: Lenience = { volatile: [], made: [] };

/** The software's state: `volatile` counts only by being there, `made` not at all. */
export function differences(one: Snapshot, other: Snapshot, lenience: Lenience): readonly string[] {
  const { volatile, made } = lenience;
  const paths = sortedKeys(one.paths, other.paths).filter(
    (path) => !isBelow(path, volatile) && !made.includes(path) && !isBelow(path, made),
  );
  return [
    ...paths.flatMap((path) => {
      const [was, is] = [describe(one.paths[path]), describe(other.paths[path])];
      const same = volatile.includes(path) ? isThere(was) === isThere(is) : was === is;
      return same ? [] : [`${path}: ${was} → ${is}`];
    }),
    ...serviceDifferences(one, other),
  ];
}

/** Whether what was put back is, to the byte, what was there before; only volatile paths may have moved on. */
export function restoresExactly(
  before: Snapshot,
  after: Snapshot,
  lenience: Lenience = strictly,
): boolean {
  return differences(before, after, { ...lenience, made: [] }).length === 0;
}

function serviceDifferences(one: Snapshot, other: Snapshot): readonly string[] {
  return sortedKeys(one.services, other.services).flatMap((name) => {
    const [was, is] = [one.services[name] ?? 'unknown', other.services[name] ?? 'unknown'];
    return was === is ? [] : [`service ${name}: ${was} → ${is}`];
  });
}

function sortedKeys(...records: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))].sort();
}

function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(`${folder}/`));
}

function isThere(described: string): boolean {
  return described !== 'absent';
}

function describe(entry: Entry | undefined): string {
  if (entry === undefined) return 'absent';
  const mode = entry.mode?.toString(8);
  return [entry.type, mode, entry.owner, entry.target, entry.sha256?.slice(0, 12)]
    .filter((part) => part !== undefined)
    .join(' ');
}
