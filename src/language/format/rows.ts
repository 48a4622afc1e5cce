/**
 * Rows → text, with the blank lines that may stay.
 *
 * Rule 1: at most one blank line stands between two items; none at a block's edges or within an item.
 * Rule 2: one stands after the version and after each declaration, but between two `use`.
 */
import type { Row } from './comments.ts';
import { indentOf } from './page.ts';

export function joinRows(source: string, rows: readonly Row[]): string {
  let text = '';
  rows.forEach((row, index) => {
    if (index > 0 && blankBefore(source, rows, index)) text += '\n';
    text += `${indentOf(row.depth)}${row.text}\n`;
  });
  return text;
}

function blankBefore(source: string, rows: readonly Row[], index: number): boolean {
  const [before, row] = [rows[index - 1], rows[index]];
  if (before === undefined || row === undefined) return false;
  if (endsDeclaration(before))
    return !(before.role === 'use' && row.role === 'use') || apart(source, before, row);
  // A comment stays with the item that it stands within.
  const line = lineFrom(rows, index);
  const bound = row.role === 'close' || line?.role === 'inner' || line?.role === 'list-end';
  return !before.opens && !bound && apart(source, before, row);
}

/** The first row from there on that isn't a comment of its own. */
function lineFrom(rows: readonly Row[], index: number): Row | undefined {
  let at = index;
  while (rows[at]?.role === 'comment') at += 1;
  return rows[at];
}

function endsDeclaration({ depth, role, opens }: Row): boolean {
  return depth === 0 && role !== 'comment' && !opens;
}

function apart(source: string, before: Row, row: Row): boolean {
  return /\n[ \t]*\n/.test(source.slice(before.end, row.start));
}
