/** The snapshot, as text and back. The format's page is docs/releases.md. */
import { checkSorted, numberAt, reading, shapes, take, wordAt } from '../lines.ts';
import type { Line, Read } from '../lines.ts';
import type { Named, Snapshot } from '../model.ts';
import { datedIn, datedLines, namedAt, namedWords } from './timestamp.ts';

const HEADER = 'cutover-snapshot 1';

export function formatSnapshot({ counter, releases, ...dated }: Snapshot): string {
  const names = [...releases].sort(([a], [b]) => Number(a > b) - Number(a < b));
  const lines = names.map(([release, named]) => `versions ${release} ${namedWords(named)}`);
  const head = [HEADER, `counter ${String(counter)}`, ...datedLines(dated)];
  return `${[...head, ...lines, 'end'].join('\n')}\n`;
}

export function parseSnapshot(text: string): Read<Snapshot> {
  return reading(text, HEADER, (lines) => {
    const counter = numberAt(take(lines, 'counter', 1), 1, shapes.counter);
    return { counter, ...datedIn(lines), releases: releasesIn(lines) };
  });
}

function releasesIn(lines: Line[]): ReadonlyMap<string, Named> {
  const releases = new Map<string, Named>();
  let before: string | undefined;
  while (lines.length > 0) {
    const line = take(lines, 'versions', 4);
    const release = wordAt(line, 1, shapes.release);
    checkSorted(line, before, release);
    releases.set(release, namedAt(line, 2));
    before = release;
  }
  return releases;
}
