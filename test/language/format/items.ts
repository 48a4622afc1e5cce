/** Items of every form that the grammar has; what is nested comes in. */
import fc from 'fast-check';
import type * as Tree from '../../../src/language/tree.ts';
import {
  argument,
  condition,
  duration,
  labelled,
  name,
  primary,
  span,
  text,
  tries,
  type,
} from './values.ts';
import type { Some } from './values.ts';

type Block = Some<Tree.BlockNode>;
type Item = Some<Tree.Item>;

export function anyStatement(body: Block): Some<Tree.StatementNode> {
  const all = {
    word: name,
    arguments: fc.array(argument, { maxLength: 5 }),
    modifiers: fc.array(modifier(body), { maxLength: 3 }),
  };
  return fc.record(all).map((node) => ({ kind: 'statement', span, ...node }));
}

function modifier(body: Block): Some<Tree.Modifier> {
  return fc.oneof<Some<Tree.Modifier>[]>(
    fc
      .record({ tries, every: duration }, { requiredKeys: ['tries'] })
      .map((node) => ({ kind: 'retry', span, ...node })),
    fc
      .record({ name, type }, { requiredKeys: ['name'] })
      .map((node) => ({ kind: 'as', span, ...node })),
    fc.record({ limit: duration }).map((node) => ({ kind: 'within', span, ...node })),
    fc.record({ body }).map((node) => ({ kind: 'undo', span, ...node })),
    fc.record({ because: text }).map((node) => ({ kind: 'irreversible', span, ...node })),
  );
}

/** Those without a block in them. */
export function plainItems(statement: Some<Tree.StatementNode>): readonly Item[] {
  const of = fc.constantFrom('installed' as const, 'prepared' as const);
  return [
    statement,
    fc.record({ of, statement }).map((node) => ({ kind: 'reading', span, ...node })),
    param,
    choice,
    fc.record({ condition, otherwise: text }).map((node) => ({ kind: 'require', span, ...node })),
    member,
  ];
}

const param: Item = fc
  .record(
    { rest: fc.boolean(), name, type, limit: primary, value: primary },
    { requiredKeys: ['rest', 'name', 'type'] },
  )
  .map((node) => ({ kind: 'param', span, ...node }));

const choice: Item = fc
  .record(
    { name, value: primary, choice: fc.record({ condition, otherwise: primary }) },
    { requiredKeys: ['name', 'value'] },
  )
  .map((node) => ({ kind: 'let', span, ...node }));

const member: Item = fc
  .record(
    {
      group: fc.boolean(),
      pattern: text,
      script: name,
      with: fc.array(labelled, { maxLength: 3 }),
      accepts: text,
    },
    { requiredKeys: ['group', 'pattern', 'script', 'with'] },
  )
  .map((node) => ({ kind: 'member', span, ...node }));

export function itemsWithBlocks(body: Block): readonly Item[] {
  const mode = fc.constantFrom('linked' as const, 'separate' as const);
  return [
    fc.record({ name, body }).map((node) => ({ kind: 'block', span, ...node })),
    fc
      .record({ condition, body, otherwise: body }, { requiredKeys: ['condition', 'body'] })
      .map((node) => ({ kind: 'when', span, ...node })),
    fc.record({ name, list: primary, body }).map((node) => ({ kind: 'for', span, ...node })),
    fc
      .record({ mode, title: text, by: name, body }, { requiredKeys: ['mode', 'title', 'body'] })
      .map((node) => ({ kind: 'unit', span, ...node })),
  ];
}
