/**
 * What prepare leaves on a device for the switch: the paths that its steps made or wrote, and the files that
 * they fetched. The device takes their fingerprint as it answers staged, and compares it before the switch (S11).
 *
 * What `run` declares to write is among them; what it writes without a word is not.
 */
import type { PlannedCall } from './calls.ts';

/** The paths of one request's calls, given what they gave. */
export function madeBy(
  calls: readonly PlannedCall[],
  values: ReadonlyMap<number, string>,
): readonly string[] {
  return calls.flatMap(({ no, step, writes }) => {
    const file = step.as?.type === 'file' ? values.get(no) : undefined;
    return file === undefined ? writes : [...writes, file.replace(/\r?\n$/, '')];
  });
}

/** Each once, and none that lies in another: a folder is all that is in it. */
export function outermost(paths: readonly string[]): readonly string[] {
  const all = new Set(paths);
  return [...all].filter((path) => !above(path).some((folder) => all.has(folder))).sort();
}

function above(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1, -1).map((_, at) => parts.slice(0, at + 2).join('/'));
}
