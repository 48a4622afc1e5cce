/** Programs as trees, of every form that the grammar has; all spans are empty. */
import fc from 'fast-check';
import type * as Tree from '../../../src/language/tree.ts';
import { anyStatement, itemsWithBlocks, plainItems } from './items.ts';
import { name, span, text } from './values.ts';
import type { Some } from './values.ts';

const { block } = fc.letrec<{ block: Tree.BlockNode; item: Tree.Item }>((tie) => {
  const body = tie('block');
  const items = [...plainItems(anyStatement(body)), ...itemsWithBlocks(body)];
  return {
    block: fc.array(tie('item'), { maxLength: 4 }).map((all) => ({ items: all, span })),
    item: fc.oneof({ maxDepth: 3 }, ...items),
  };
});

const kind = fc.constantFrom('script' as const, 'primitive' as const, 'procedure' as const);

const declaration: Some<Tree.Declaration> = fc.oneof<Some<Tree.Declaration>[]>(
  fc.record({ path: text }).map((node) => ({ kind: 'use', span, ...node })),
  fc.record({ title: text, body: block }).map((node) => ({ kind: 'plan', span, ...node })),
  fc
    .record({ kind, name, title: text, body: block }, { requiredKeys: ['kind', 'name', 'body'] })
    .map((node) => ({ span, ...node })),
);

export const anyProgram: Some<readonly Tree.Declaration[]> = fc.array(declaration, {
  maxLength: 4,
});
