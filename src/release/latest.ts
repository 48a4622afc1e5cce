/** The pointer file `latest`, as text and back; and how a new version comes into it. */
import { compareVersions } from '../language/values/version.ts';
import { misread, numberAt, reading, shapes, take, wordAt } from './lines.ts';
import type { Line, Read } from './lines.ts';
import type { Latest, LatestEntry } from './model.ts';

const HEADER = 'cutover-latest 1';
/** Of the text, in bytes; more is not even fetched. */
export const LATEST_BYTES = 2_097_152;

/** `latest` marks the newest of a release; its others follow as `older`, newest first. */
export function formatLatest(latest: Latest): string {
  const lines = sorted(latest.entries).map((entry, at, all) => {
    const word = all[at - 1]?.name === entry.name ? 'older' : 'latest';
    return `${word} ${entry.name} ${entry.version} ${String(entry.size)} ${entry.sha256} ${entry.path}`;
  });
  const head = [HEADER, `counter ${String(latest.counter)}`, `published ${latest.published}`];
  return `${[...head, ...lines, 'end'].join('\n')}\n`;
}

function sorted(entries: readonly LatestEntry[]): readonly LatestEntry[] {
  return [...entries].sort(
    (a, b) =>
      Number(a.name > b.name) - Number(a.name < b.name) || compareVersions(b.version, a.version),
  );
}

export function parseLatest(text: string): Read<Latest> {
  return reading(text, HEADER, (lines) => {
    const counter = numberAt(take(lines, 'counter', 1), 1);
    const published = wordAt(take(lines, 'published', 1), 1, shapes.time);
    return { counter, published, entries: entriesIn(lines) };
  });
}

function entriesIn(lines: readonly Line[]): readonly LatestEntry[] {
  const entries: LatestEntry[] = [];
  const seen = new Set<string>();
  for (const line of lines) {
    const entry = entryIn(line, entries.at(-1));
    const key = `${entry.name} ${entry.version}`;
    if (seen.has(key)) misread(line, `\`${key}\` stands twice`);
    seen.add(key);
    entries.push(entry);
  }
  return entries;
}

function entryIn(line: Line, before: LatestEntry | undefined): LatestEntry {
  const wanted = before?.name === line.words[1] ? 'older' : 'latest';
  const taken = take([line], wanted, 5);
  return {
    name: wordAt(taken, 1, shapes.name),
    version: wordAt(taken, 2, shapes.version),
    size: numberAt(taken, 3),
    sha256: wordAt(taken, 4, shapes.sha256),
    path: wordAt(taken, 5, shapes.path),
  };
}

/** With the entry in it, in place of an older one for the same version. */
export function withEntry(
  latest: Latest | undefined,
  entry: LatestEntry,
  published: string,
): Latest {
  const others = (latest?.entries ?? []).filter(
    ({ name, version }) => name !== entry.name || version !== entry.version,
  );
  return { counter: (latest?.counter ?? 0) + 1, published, entries: [...others, entry] };
}

/** The entry of a version; without one, the newest of the release. */
export function entryOf(latest: Latest, name: string, version?: string): LatestEntry | undefined {
  const ofName = sorted(latest.entries.filter((entry) => entry.name === name));
  return version === undefined ? ofName[0] : ofName.find((entry) => entry.version === version);
}

/** An entry for the same version in another spelling, such as `3.0.0` for `3.0`. */
export function twinOf(latest: Latest, name: string, version: string): LatestEntry | undefined {
  return latest.entries.find(
    (entry) =>
      entry.name === name &&
      entry.version !== version &&
      compareVersions(entry.version, version) === 0,
  );
}
