/** The source's lines that a diagnostic is about, framed; a part for each file. */
import type { Diagnostic, Label } from '../diagnostic.ts';
import { escapeHidden } from '../hidden.ts';
import { hidePasswords, offsetWithoutPasswords } from '../passwords.ts';
import { positionOf } from '../source.ts';
import type { Source } from '../source.ts';
import { lineText, markOf, shownLine } from './marks.ts';
import type { Mark } from './marks.ts';
import type { Paint } from './paint.ts';

interface Part {
  readonly source: Source;
  readonly first: Label;
  readonly marks: readonly Mark[];
}

/** The gutter's width and the lines. */
export interface Frame {
  readonly gutter: number;
  readonly lines: readonly string[];
}

export function frameOf(diagnostic: Diagnostic, paint: Paint): Frame {
  const parts = partsOf(diagnostic);
  const last = Math.max(...parts.flatMap(({ marks }) => marks.map(({ line }) => line)));
  const gutter = String(last).length;
  return { gutter, lines: parts.flatMap((part) => partLines(part, gutter, paint)) };
}

function partsOf({ source, labels }: Diagnostic): readonly Part[] {
  const bySource = new Map<Source, Label[]>();
  for (const label of labels) {
    const where = label.source ?? source;
    bySource.set(where, [...(bySource.get(where) ?? []), label]);
  }
  return [...bySource].map(([where, its]) => ({
    source: where,
    first: its[0] ?? labels[0],
    marks: its.map((label) => markOf(where, label, label === labels[0])),
  }));
}

function partLines(
  { source, first, marks }: Part,
  gutter: number,
  paint: Paint,
): readonly string[] {
  const file = `${paint('gutter', `${' '.repeat(gutter)}┌─`)} ${escapeHidden(hidePasswords(source.file))}`;
  // Of a file that could not be read, or is empty, no line can be named.
  if (source.text === '') return [file];
  const { line, column } = positionOf(source, first.span.start);
  const head = `${file}:${line}:${column}`;
  const shown = [...new Set(marks.map((mark) => mark.line))].sort((a, b) => a - b);
  const rows = shown.flatMap((number, index) => {
    const gap = index > 0 && number > (shown[index - 1] ?? 0) + 1;
    const its = marks.filter((mark) => mark.line === number);
    const row = numbered(source, number, its, gutter, paint);
    return gap ? [paint('gutter', `${' '.repeat(gutter)} ⋮`), ...row] : row;
  });
  return [head, ...rows];
}

function numbered(
  source: Source,
  line: number,
  marks: readonly Mark[],
  gutter: number,
  paint: Paint,
): readonly string[] {
  const [text = '', ...under] = shownLine(...withoutPasswords(lineText(source, line), marks));
  const edge = paint('gutter', `${String(line).padStart(gutter)} │`);
  const bare = paint('gutter', `${' '.repeat(gutter)} │`);
  const rows = under.map(
    (row, index) => `${bare} ${paint(marks[index]?.main === true ? 'error' : 'second', row)}`,
  );
  return [`${edge} ${text}`.trimEnd(), ...rows];
}

function withoutPasswords(
  text: string,
  marks: readonly Mark[],
): readonly [string, readonly Mark[]] {
  const moved = marks.map((mark) => ({
    ...mark,
    start: offsetWithoutPasswords(text, mark.start),
    end: offsetWithoutPasswords(text, mark.end),
  }));
  return [hidePasswords(text), moved];
}
