/** Blocks, and what may stand in them. */
import type { CstNode } from 'chevrotain';
import type { BlockNode, Item } from '../tree.ts';
import { complain } from './builder.ts';
import type { Builder } from './builder.ts';
import { nodesOf, onlyNode, spanOf, tokenOf } from './cst.ts';
import { buildItem } from './item.ts';

const declarations: Readonly<Record<string, string>> = {
  header: 'the line `cutover 1`',
  use: '`use`',
  declaration: 'a declaration',
  plan: 'a plan',
};

export function buildBlock(builder: Builder, node: CstNode | undefined): BlockNode | undefined {
  if (node === undefined || tokenOf(node, 'LeftBrace') === undefined) return undefined;
  const items = nodesOf(node, 'item')
    .map((item) => buildNested(builder, onlyNode(item)))
    .filter((item) => item !== undefined);
  return { items, span: spanOf(node) };
}

function buildNested(builder: Builder, node: CstNode | undefined): Item | undefined {
  if (node === undefined) return undefined;
  const misplaced = declarations[node.name];
  if (misplaced === undefined) return buildItem(builder, node);
  const { start } = spanOf(node);
  const end =
    start + (/^[a-z]+/.exec(builder.source.text.slice(start, start + 20))?.[0].length ?? 1);
  const message = `${misplaced} can't stand in a block`;
  complain(
    builder,
    'E0112',
    { start, end },
    { message, hint: 'write it at the top of the file, outside all blocks' },
  );
  return undefined;
}
