/** Values, conditions, types and arguments, of every form that the grammar has. */
import fc from 'fast-check';
import type * as Tree from '../../../src/language/tree.ts';

export const span: Tree.Span = { start: 0, end: 0 };
export type Some<T> = fc.Arbitrary<T>;

const nameText = fc.oneof(
  fc.constantFrom('a', 'root', 'daemon', 'read-version', 'x1', 'db-password', 'retrying', 'inner'),
  fc.stringMatching(/^z[a-z0-9]{0,8}$/),
);
export const name: Some<Tree.Name> = nameText.map((text) => ({ text, span }));

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

export const text: Some<Tree.TextNode> = fc
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

export const duration = fc.oneof(
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

export const { primary } = fc.letrec<{ primary: Tree.Primary; list: Tree.ListNode }>((tie) => ({
  primary: fc.oneof({ maxDepth: 3 }, text, reference, integer, amount, boolean, tie('list')),
  list: fc.array(tie('primary'), { maxLength: 6 }).map((items) => ({ kind: 'list', items, span })),
}));

export const { condition } = fc.letrec<{ condition: Tree.Condition }>((tie) => ({
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

export const type: Some<Tree.TypeNode> = fc
  .record({ name, of: fc.option(name, { nil: undefined }) })
  .map(({ name: first, of }) => ({ name: first, span, ...(of && { of }) }));

export const labelled: Some<Tree.Argument> = fc
  .record({ label: name, value: primary })
  .map((node) => ({ ...node, span }));
export const argument: Some<Tree.Argument> = fc.oneof(
  labelled,
  primary.map((value) => ({ value, span })),
);

export const tries: Some<Tree.IntegerNode> = fc
  .integer({ min: 1, max: 1000 })
  .map((value) => ({ kind: 'integer', value, span }));
