/**
 * Items → lines.
 *
 * Rule 1: an item stands on one line; where that has more than `widest` columns, or a comment stands
 *         between its pieces, each piece after the head begins a line of its own.
 * Rule 2: a list that is still too long, or has a comment in it, has a line for each item.
 */
import { widthOf } from '../render/width.ts';
import type { BlockNode, Item } from '../tree.ts';
import { append, begin, glue, hasComment, indentOf, open, stretch } from './page.ts';
import type { Page, Role } from './page.ts';
import { atom, piecesOf } from './pieces.ts';
import type { Atom, Piece } from './pieces.ts';

const widest = 100;

function layItem(page: Page, item: Item, depth: number): void {
  layPieces(page, piecesOf(item), depth, 'item');
}

export function layPieces(page: Page, pieces: readonly Piece[], depth: number, role: Role): void {
  const broken = isBroken(page, pieces, depth);
  pieces.forEach((piece, index) => {
    const inner = index > 0 && broken && piece.stays !== true;
    const own = inner ? depth + 1 : depth;
    if (index === 0) begin(page, depth, role, piece.span);
    else if (inner) begin(page, own, 'inner', piece.span);
    layPiece(page, piece, own);
  });
}

/** Where each piece after the head needs a line of its own. */
function isBroken(page: Page, pieces: readonly Piece[], depth: number): boolean {
  if (pieces.length === 1) return false;
  const between = pieces.some((piece, index) => {
    const before = pieces[index - 1];
    return (
      before !== undefined && hasComment(page, { start: endOf(before), end: piece.span.start })
    );
  });
  return between || flatLines(pieces, depth).some((line) => widthOf(line) > widest);
}

function endOf({ span, block }: Piece): number {
  return block?.span.end ?? span.end;
}

/** The lines of the item if nothing were broken, without what is in its blocks. */
function flatLines(pieces: readonly Piece[], depth: number): readonly string[] {
  const lines = [indentOf(depth)];
  for (const { atoms, block } of pieces) {
    const text = atoms.map((one) => one.print('')).join(' ');
    lines.push(`${lines.pop() ?? ''} ${text}${block === undefined ? '' : ' {'}`);
    if (block !== undefined) lines.push(`${indentOf(depth)}}`);
  }
  return lines.flatMap(withoutLongTexts);
}

/** Of a line with long texts in it, what can be broken: its first and its last. */
function withoutLongTexts(line: string): readonly string[] {
  const parts = line.split('\n');
  return parts.length === 1 ? parts : [parts[0] ?? '', parts.at(-1) ?? ''];
}

function layPiece(page: Page, piece: Piece, depth: number): void {
  const flat = `${indentOf(depth)}${piece.atoms.map((one) => one.print('')).join(' ')}`;
  const tooLong = withoutLongTexts(flat).some((line) => widthOf(line) > widest);
  for (const one of piece.atoms) layAtom(page, one, depth, tooLong);
  stretch(page, piece.span.end);
  if (piece.block !== undefined) layBlock(page, piece.block, depth);
}

function layAtom(page: Page, one: Atom, depth: number, tooLong: boolean): void {
  const { list } = one;
  const breaks =
    list !== undefined &&
    list.node.items.length > 0 &&
    (tooLong || hasComment(page, list.node.span));
  if (!breaks) {
    append(page, one.print(indentOf(depth + 1)));
    return;
  }
  const { items, span } = list.node;
  append(page, `${list.before}[`);
  open(page, span.start);
  items.forEach((item, index) => {
    begin(page, depth + 1, 'inner', item.span);
    layAtom(page, atom(item), depth + 1, false);
    stretch(page, item.span.end);
    if (index < items.length - 1) glue(page, ',');
  });
  begin(page, depth, 'list-end', { start: span.end - 1, end: span.end });
  append(page, ']');
}

function layBlock(page: Page, block: BlockNode, depth: number): void {
  const { start, end } = block.span;
  append(page, '{');
  if (block.items.length === 0 && !hasComment(page, block.span)) {
    glue(page, '}');
    stretch(page, end);
    return;
  }
  open(page, start);
  for (const item of block.items) layItem(page, item, depth + 1);
  begin(page, depth, 'close', { start: end - 1, end });
  append(page, '}');
}
