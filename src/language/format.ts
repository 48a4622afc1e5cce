/**
 * The one way in which a text is written.
 *
 * Rule 1: no options; the same tree and comments give the same text.
 * Rule 2: formatting changes no tree and loses no comment, and what is formatted stays as it is.
 * Deliberately not here: what can't be read: its diagnostics are the answer.
 */
import type { Source } from './source.ts';
import type { Declaration, FileNode } from './tree.ts';
import { withComments } from './format/comments.ts';
import { layPieces } from './format/layout.ts';
import { append, begin, stretch } from './format/page.ts';
import type { Page } from './format/page.ts';
import { atom, words } from './format/pieces.ts';
import { joinRows } from './format/rows.ts';

/** `file` was read from `source`, without a diagnostic. */
export function format(file: FileNode, source: Source): string {
  const page: Page = { lines: [], comments: file.comments };
  layHeader(page, source, file);
  for (const declaration of file.declarations) layDeclaration(page, declaration);
  return joinRows(source.text, withComments(page.lines, file.comments));
}

/** The version's place isn't in the tree; it stands before everything but comments. */
function layHeader(page: Page, { text }: Source, { version }: FileNode): void {
  const found = /^(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*(cutover[ \t]+\d+)/.exec(text);
  const [whole = '', header = ''] = found ?? [];
  const start = whole.length - header.length;
  begin(page, 0, 'header', { start, end: whole.length });
  append(page, `cutover ${version ?? 1}`);
  stretch(page, whole.length);
}

function layDeclaration(page: Page, node: Declaration): void {
  if (node.kind === 'use') {
    const pieces = [{ atoms: [words('use'), atom(node.path)], span: node.span }];
    layPieces(page, pieces, 0, 'use');
    return;
  }
  const name = node.kind === 'plan' ? [] : [words(node.name.text)];
  const title = node.title === undefined ? [] : [atom(node.title)];
  const span = { start: node.span.start, end: node.body.span.start };
  layPieces(
    page,
    [{ atoms: [words(node.kind), ...name, ...title], span, block: node.body }],
    0,
    'declaration',
  );
}
