/**
 * Puts each comment back where it was.
 *
 * Rule 1: none is lost, none is changed, and they keep their order.
 * Rule 2: one that stood at a line's end stands at the end of the line that shows what stood before it.
 * Rule 3: one on a line of its own stands before the line that shows what followed; so does one that stood
 *         in the middle of what is now one line.
 */
import type { Comment } from '../tree.ts';
import type { Line, Role } from './page.ts';

const closes = new Set<Role | undefined>(['close', 'list-end']);

/** A line with its comment, or a comment of its own. */
export interface Row {
  readonly depth: number;
  readonly role: Role | 'comment';
  readonly text: string;
  readonly opens: boolean;
  /** The source it shows, its comment included. */
  readonly start: number;
  readonly end: number;
}

export function withComments(lines: readonly Line[], comments: readonly Comment[]): readonly Row[] {
  const rows: Row[] = [];
  let next = 0;
  lines.forEach((line, index) => {
    for (; before(comments[next], line); next += 1) rows.push(ownRow(comments[next], line));
    const following = lines[index + 1];
    const comment = comments[next];
    if (comment === undefined || !trails(comment, following)) {
      rows.push(line);
      return;
    }
    next += 1;
    const text = `${line.text} ${comment.text}`;
    rows.push({ ...line, text, end: Math.max(line.end, comment.span.end) });
  });
  for (const comment of comments.slice(next)) rows.push(ownRow(comment, undefined));
  return rows;
}

/** Whether it stands before the line's end. */
function before(comment: Comment | undefined, line: Line): boolean {
  return comment !== undefined && comment.span.start < line.end;
}

function trails(comment: Comment, following: Line | undefined): boolean {
  return !comment.alone && (following === undefined || comment.span.start < following.start);
}

function ownRow(comment: Comment | undefined, line: Line | undefined): Row {
  const { text = '', span = { start: 0, end: 0 } } = comment ?? {};
  const depth = (line?.depth ?? 0) + (closes.has(line?.role) ? 1 : 0);
  // One that stood within the line has come out of it: the line's own place counts.
  const within = line !== undefined && span.start >= line.start;
  const place = within ? { start: line.start, end: line.start } : span;
  return { depth, role: 'comment', text, opens: false, ...place };
}
