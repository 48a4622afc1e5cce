/** The timestamp, as text and back. The format's page is docs/releases.md. */
import { numberAt, reading, shapes, take, wordAt } from '../lines.ts';
import type { Line, Read } from '../lines.ts';
import type { Dated, Named, Timestamp } from '../model.ts';

const HEADER = 'cutover-timestamp 1';

export function formatTimestamp({ counter, snapshot, ...dated }: Timestamp): string {
  const lines = [HEADER, `counter ${String(counter)}`, ...datedLines(dated)];
  return `${[...lines, `snapshot ${namedWords(snapshot)}`, 'end'].join('\n')}\n`;
}

export function parseTimestamp(text: string): Read<Timestamp> {
  return reading(text, HEADER, (lines) => {
    const counter = numberAt(take(lines, 'counter', 1), 1, shapes.counter);
    const dated = datedIn(lines);
    return { counter, ...dated, snapshot: namedAt(take(lines, 'snapshot', 3), 1) };
  });
}

export function datedLines({ published, expires }: Dated): readonly string[] {
  return [`published ${published}`, `expires ${expires}`];
}

export function datedIn(lines: Line[]): Dated {
  const published = wordAt(take(lines, 'published', 1), 1, shapes.time);
  const expires = wordAt(take(lines, 'expires', 1), 1, shapes.time);
  return { published, expires };
}

export function namedWords({ number, size, sha256 }: Named): string {
  return `${String(number)} ${String(size)} ${sha256}`;
}

export function namedAt(line: Line, at: number): Named {
  const number = numberAt(line, at, shapes.counter);
  return { number, size: numberAt(line, at + 1), sha256: wordAt(line, at + 2, shapes.sha256) };
}
