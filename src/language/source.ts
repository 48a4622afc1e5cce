/** A text and where its lines begin. Lines and columns count from 1; columns in code points. */
import type { Span } from './tree.ts';

export interface Source {
  /** As the user named it; shown in diagnostics. */
  readonly file: string;
  readonly text: string;
  readonly lineStarts: readonly number[];
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

export function makeSource(file: string, text: string): Source {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
    lineStarts.push(at + 1);
  return { file, text, lineStarts };
}

/** Where an offset stands; binary search over the line starts. */
export function positionOf(source: Source, offset: number): Position {
  let low = 0;
  let high = source.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((source.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const start = source.lineStarts[low] ?? 0;
  return { line: low + 1, column: [...source.text.slice(start, offset)].length + 1 };
}

export function lineOf(source: Source, span: Span): number {
  return positionOf(source, span.start).line;
}
