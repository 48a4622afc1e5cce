/** Programs as trees, of every form that the grammar has; all spans are empty. */
import fc from 'fast-check';
import type * as Tree from '../../../src/language/tree.ts';

const span: Tree.Span = { start: 0, end: 0 };
type Some<T> = fc.Arbitrary<T>;

const nameText = fc.oneof(
  fc.constantFrom('a', 'root', 'daemon', 'read-version', 'x1', 'db-password', 'retrying', 'inner'),
  fc.stringMatching(/^z[a-z0-9]{0,8}$/),
);
const name: Some<Tree.Name> = nameText.map((text) => ({ text, span }));

const reference: Some<Tree.ReferenceNode> = fc
  .record({ name, field: fc.option(name, { nil: undefined }) })
  .map(({ name: first, field }) => ({
    kind: 'reference',
    name: first,
    span,
    ...(field && { field }),
  }));

const literal = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc
    .string({ unit: 'binary', minLength: 1, maxLength: 6 })
    .filter((text) => !/[\0\p{Cs}]/u.test(text)),
  fc
    .array(
      fc.constantFrom(
        '{',
        '}',
        '{{',
        '{a}',
        '{a.b}',
        '"',
        '"""',
        '\\',
        '\n',
        ' ',
        '\t',
        '  x',
        '#',
        '中',
      ),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((pieces) => pieces.join('')),
);

/** Two literal pieces never stand side by side. */
const parts: Some<Tree.TextNode['parts']> = fc
  .array(fc.oneof(literal, reference), { maxLength: 4 })
  .map((all) =>
    all.filter((part, index) => typeof part !== 'string' || typeof all[index - 1] !== 'string'),
  );

const text: Some<Tree.TextNode> = fc
  .record({ parts, long: fc.boolean() })
  .map((node) => ({ kind: 'text', span, ...node }));

const integer: Some<Tree.IntegerNode> = fc.nat().map((value) => ({ kind: 'integer', value, span }));

function quantity(
  kind: Tree.QuantityNode['kind'],
  unit: string,
  factor: number,
): Some<Tree.QuantityNode> {
  return fc
    .nat(5000)
    .map((count) => ({ kind, value: count * factor, text: `${String(count)}${unit}`, span }));
}

const duration = fc.oneof(
  quantity('duration', 's', 1000),
  quantity('duration', 'ms', 1),
  quantity('duration', 'h', 3_600_000),
);
const amount = fc.oneof(
  duration,
  quantity('size', 'GiB', 2 ** 30),
  quantity('size', 'B', 1),
  quantity('percent', '%', 100),
);
const boolean: Some<Tree.BooleanNode> = fc
  .boolean()
  .map((value) => ({ kind: 'boolean', value, span }));

const { primary } = fc.letrec<{ primary: Tree.Primary; list: Tree.ListNode }>((tie) => ({
  primary: fc.oneof({ maxDepth: 3 }, text, reference, integer, amount, boolean, tie('list')),
  list: fc.array(tie('primary'), { maxLength: 6 }).map((items) => ({ kind: 'list', items, span })),
}));

const { condition } = fc.letrec<{ condition: Tree.Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    primary.map((value): Tree.Test => ({ kind: 'holds', value, span })),
    fc
      .tuple(
        fc.constantFrom(
          '==' as const,
          '!=' as const,
          '<' as const,
          '<=' as const,
          '>' as const,
          '>=' as const,
          'in' as const,
        ),
        primary,
        primary,
      )
      .map(([op, left, right]): Tree.Test => ({ kind: 'compare', op, left, right, span })),
    tie('condition').map((test): Tree.Test => ({ kind: 'not', test, span })),
    fc
      .tuple(
        fc.constantFrom('and' as const, 'or' as const),
        fc.array(tie('condition'), { minLength: 2, maxLength: 4 }),
      )
      .map(([op, tests]): Tree.LogicNode => ({ kind: 'logic', op, tests, span })),
  ),
}));

const type: Some<Tree.TypeNode> = fc
  .record({ name, of: fc.option(name, { nil: undefined }) })
  .map(({ name: first, of }) => ({ name: first, span, ...(of && { of }) }));

const labelled: Some<Tree.Argument> = fc
  .record({ label: name, value: primary })
  .map((node) => ({ ...node, span }));
const argument: Some<Tree.Argument> = fc.oneof(
  labelled,
  primary.map((value) => ({ value, span })),
);

const tries: Some<Tree.IntegerNode> = fc
  .integer({ min: 1, max: 1000 })
  .map((value) => ({ kind: 'integer', value, span }));

const { block, item } = fc.letrec<{
  block: Tree.BlockNode;
  item: Tree.Item;
  statement: Tree.StatementNode;
}>((tie) => {
  const modifier: Some<Tree.Modifier> = fc.oneof(
    fc
      .record({ tries, every: fc.option(duration, { nil: undefined }) })
      .map(({ tries: count, every }): Tree.Modifier => ({
        kind: 'retry',
        tries: count,
        span,
        ...(every && { every }),
      })),
    duration.map((limit): Tree.Modifier => ({ kind: 'within', limit, span })),
    fc
      .record({ name, type: fc.option(type, { nil: undefined }) })
      .map(({ name: given, type: narrowed }): Tree.Modifier => ({
        kind: 'as',
        name: given,
        span,
        ...(narrowed && { type: narrowed }),
      })),
    tie('block').map((body): Tree.Modifier => ({ kind: 'undo', body, span })),
    text.map((because): Tree.Modifier => ({ kind: 'irreversible', because, span })),
  );
  const statement = fc
    .record({
      word: name,
      arguments: fc.array(argument, { maxLength: 5 }),
      modifiers: fc.array(modifier, { maxLength: 3 }),
    })
    .map((node): Tree.StatementNode => ({ kind: 'statement', span, ...node }));
  return {
    block: fc.array(tie('item'), { maxLength: 4 }).map((items) => ({ items, span })),
    statement,
    item: fc.oneof(
      { maxDepth: 3 },
      tie('statement'),
      fc
        .record({ name, body: tie('block') })
        .map((node): Tree.Item => ({ kind: 'block', span, ...node })),
      fc
        .record({
          of: fc.constantFrom('installed' as const, 'prepared' as const),
          statement: tie('statement'),
        })
        .map((node): Tree.Item => ({ kind: 'reading', span, ...node })),
      fc
        .record({
          rest: fc.boolean(),
          name,
          type,
          limit: fc.option(primary, { nil: undefined }),
          value: fc.option(primary, { nil: undefined }),
        })
        .map(({ limit, value, ...node }): Tree.Item => ({
          kind: 'param',
          span,
          ...node,
          ...(limit && { limit }),
          ...(value && { value }),
        })),
      fc
        .record({
          name,
          value: primary,
          choice: fc.option(fc.record({ condition, otherwise: primary }), { nil: undefined }),
        })
        .map(({ choice, ...node }): Tree.Item => ({
          kind: 'let',
          span,
          ...node,
          ...(choice && { choice }),
        })),
      fc
        .record({
          condition,
          body: tie('block'),
          otherwise: fc.option(tie('block'), { nil: undefined }),
        })
        .map(({ otherwise, ...node }): Tree.Item => ({
          kind: 'when',
          span,
          ...node,
          ...(otherwise && { otherwise }),
        })),
      fc
        .record({ name, list: primary, body: tie('block') })
        .map((node): Tree.Item => ({ kind: 'for', span, ...node })),
      fc
        .record({ condition, otherwise: text })
        .map((node): Tree.Item => ({ kind: 'require', span, ...node })),
      fc
        .record({
          mode: fc.constantFrom('linked' as const, 'separate' as const),
          title: text,
          by: fc.option(name, { nil: undefined }),
          body: tie('block'),
        })
        .map(({ by, ...node }): Tree.Item => ({ kind: 'unit', span, ...node, ...(by && { by }) })),
      fc
        .record({
          group: fc.boolean(),
          pattern: text,
          script: name,
          with: fc.array(labelled, { maxLength: 3 }),
          accepts: fc.option(text, { nil: undefined }),
        })
        .map(({ accepts, ...node }): Tree.Item => ({
          kind: 'member',
          span,
          ...node,
          ...(accepts && { accepts }),
        })),
    ),
  };
});

const declaration: Some<Tree.Declaration> = fc.oneof(
  text.map((path): Tree.Declaration => ({ kind: 'use', path, span })),
  fc
    .record({ title: text, body: block })
    .map((node): Tree.Declaration => ({ kind: 'plan', span, ...node })),
  fc
    .record({
      kind: fc.constantFrom('script' as const, 'primitive' as const, 'procedure' as const),
      name,
      title: fc.option(text, { nil: undefined }),
      body: block,
    })
    .map(({ title, ...node }): Tree.Declaration => ({ span, ...node, ...(title && { title }) })),
);

export const anyItem: Some<Tree.Item> = item;
export const anyProgram: Some<readonly Tree.Declaration[]> = fc.array(declaration, {
  maxLength: 4,
});
