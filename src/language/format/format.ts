/**
 * The one way in which a text is written.
 *
 * Rule 1: no options; the same tree and comments give the same text.
 * Rule 2: formatting changes no tree and loses no comment, and what is formatted stays as it is.
 * Deliberately not here: formatting what can't be read: its diagnostics are the answer.
 */
import type { Diagnostic } from '../diagnostic.ts';
import { parse } from '../parse.ts';
import type { Source } from '../source.ts';
import type { Declaration, FileNode } from '../tree.ts';
import { withComments } from './comments.ts';
import { layBlock, layPieces } from './layout.ts';
import { append, begin, stretch } from './page.ts';
import type { Page } from './page.ts';
import { atom, words } from './pieces.ts';
import { joinRows } from './rows.ts';

export type Formatted =
  { readonly text: string } | { readonly diagnostics: readonly [Diagnostic, ...Diagnostic[]] };

export function format(source: Source): Formatted {
  const { file, diagnostics } = parse(source);
  const [first, ...others] = diagnostics;
  if (first !== undefined) return { diagnostics: [first, ...others] };
  return { text: formatTree(source, file) };
}

/** The canonical text of a tree that was read from `source` without a diagnostic. */
export function formatTree(source: Source, file: FileNode): string {
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
