/** The lines of the canonical text as they grow, and which part of the source each shows. */
import type { Comment, Span } from '../tree.ts';

/** `inner` goes on with an item; `list-end` begins with `]`, `close` with `}`. */
export type Role = 'header' | 'use' | 'declaration' | 'item' | 'inner' | 'list-end' | 'close';

export interface Line {
  /** How far it stands in, in steps of two blanks. */
  readonly depth: number;
  readonly role: Role;
  /** May hold line ends, where a long text is in it. */
  text: string;
  /** A block or a list goes on below. */
  opens: boolean;
  readonly start: number;
  end: number;
}

/** The last line may still be open. */
export interface Page {
  readonly lines: Line[];
  readonly comments: readonly Comment[];
}

export function indentOf(depth: number): string {
  return '  '.repeat(depth);
}

export function begin(page: Page, depth: number, role: Role, { start }: Span): void {
  page.lines.push({ depth, role, text: '', opens: false, start, end: start + 1 });
}

/** After a blank. */
export function append(page: Page, text: string): void {
  const line = page.lines.at(-1);
  if (line !== undefined) line.text += line.text === '' ? text : ` ${text}`;
}

/** Without a blank. */
export function glue(page: Page, text: string): void {
  const line = page.lines.at(-1);
  if (line !== undefined) line.text += text;
}

/** The last line shows the source up to there. */
export function stretch(page: Page, end: number): void {
  const line = page.lines.at(-1);
  if (line !== undefined) line.end = Math.max(line.end, end);
}

/** Whether a comment begins within; comments are in order. */
export function hasComment({ comments }: Page, { start, end }: Span): boolean {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.span.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return (comments[low]?.span.start ?? end) < end;
}

/** The last line ends with the brace or bracket at `at`; what it opens comes below. */
export function open(page: Page, at: number): void {
  const line = page.lines.at(-1);
  if (line === undefined) return;
  line.opens = true;
  line.end = Math.max(line.end, at + 1);
}
