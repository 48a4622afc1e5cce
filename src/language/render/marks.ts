/** A line of source with what stands under it. */
import { escapeHidden } from '../hidden.ts';
import type { Label } from '../diagnostic.ts';
import { hidePasswords } from '../passwords.ts';
import type { Source } from '../source.ts';
import { positionOf } from '../source.ts';
import { widthOf } from './width.ts';

/** A label, on the line on which it begins. */
export interface Mark {
  readonly line: number;
  /** Offsets into the line; `end` is cut at the line's end. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly main: boolean;
}

/** More of a long line isn't shown. */
const widest = 150;

export function markOf(source: Source, label: Label, main: boolean): Mark {
  const { line } = positionOf(source, label.span.start);
  const from = source.lineStarts[line - 1] ?? 0;
  const length = lineText(source, line).length;
  const start = Math.min(label.span.start - from, length);
  const end = Math.max(start, Math.min(label.span.end - from, length));
  return { line, start, end, text: label.text, main };
}

export function lineText({ text, lineStarts }: Source, line: number): string {
  const start = lineStarts[line - 1] ?? 0;
  const end = lineStarts[line] ?? text.length + 1;
  return text.slice(start, end - 1);
}

/** The line as shown: escaped, and cut around the first mark where it is very long. */
export function shownLine(text: string, marks: readonly Mark[]): readonly string[] {
  const from = cutBefore(text, marks);
  const upTo = Math.min(text.length, from + widest);
  const head = from > 0 ? '…' : '';
  const tail = upTo < text.length ? '…' : '';
  const shown = `${head}${escapeLine(text.slice(from, upTo))}${tail}`;
  return [shown, ...marks.map((mark) => underline(text, mark, from, upTo, head))];
}

function cutBefore(text: string, [first]: readonly Mark[]): number {
  if (text.length <= widest || first === undefined || first.start < widest - 30) return 0;
  return first.start - 60;
}

function underline(text: string, mark: Mark, from: number, upTo: number, head: string): string {
  const start = Math.max(mark.start, from);
  const end = Math.min(Math.max(mark.end, start), upTo);
  const indent = widthOf(head + escapeLine(text.slice(from, start)));
  const length = Math.max(1, widthOf(escapeLine(text.slice(start, end))));
  const label = mark.text === '' ? '' : ` ${escapeHidden(hidePasswords(mark.text))}`;
  return `${' '.repeat(indent)}${(mark.main ? '^' : '-').repeat(length)}${label}`;
}

/** A tab is one blank, so that columns stay what they are. */
function escapeLine(text: string): string {
  return escapeHidden(text.replaceAll('\t', ' '));
}
