/**
 * Values as written turned into expressions of the type that their place wants.
 *
 * Rule 1: nothing comes back only where something is wrong, and then it has been said.
 */
import type { Expression, ScalarType, Type } from '../checked.ts';
import { find } from '../findings.ts';
import { referenceName } from '../names/references.ts';
import type { Primary, QuantityNode, IntegerNode, ReferenceNode, ListNode, Span } from '../tree.ts';
import { limits } from '../values/limits.ts';
import { fits, isTextual } from './fit.ts';
import { typeOf, type Typing } from './infer.ts';
import { lowerText } from './lower-text.ts';
import { secretLeaks } from './secret-leaks.ts';
import { sayA } from './type-names.ts';

export function lowerValue(value: Primary, want: Type, typing: Typing): Expression | undefined {
  switch (value.kind) {
    case 'reference':
      return lowerReference(value, want, typing);
    case 'list':
      return lowerList(value, want, typing);
    case 'text':
      if (typeof want === 'string' && (isTextual(want) || want === 'secret'))
        return lowerText(value, want, typing);
      return mismatch(value.span, 'a text', want, typing);
    case 'boolean':
      return want === 'boolean'
        ? { kind: 'constant', type: want, value: value.value }
        : mismatch(value.span, 'a boolean', want, typing);
    case 'integer':
    case 'size':
    case 'duration':
    case 'percent':
      return lowerNumber(value, want, typing);
  }
}

function lowerNumber(
  value: IntegerNode | QuantityNode,
  want: Type,
  typing: Typing,
): Expression | undefined {
  if (value.kind !== want)
    return mismatch(
      value.span,
      value.kind === 'integer' ? 'an integer' : `a ${value.kind}`,
      want,
      typing,
    );
  const most = value.kind === 'integer' ? limits.integer : limits.size;
  if (Math.abs(value.value) <= most) return { kind: 'constant', type: want, value: value.value };
  find(typing.findings, 'E0412', value.span, `this ${value.kind} is too large`, {
    why: `the largest is ${most}`,
  });
  return undefined;
}

function lowerReference(node: ReferenceNode, want: Type, typing: Typing): Expression | undefined {
  const symbol = typing.binding.symbolOf.get(node);
  const type = symbol && typeOf(symbol, typing);
  if (type === undefined) return undefined;
  const name = referenceName(node);
  if (fits(type, want)) return { kind: 'read', type, name };
  if (type === 'secret') {
    return secretLeaks(node.span, name, typing);
  }
  return mismatch(
    node.span,
    `\`${name}\`, ${sayA(type)},`,
    want,
    typing,
    symbol?.span && { span: symbol.span, text: sayA(type) },
  );
}

function lowerList({ items, span }: ListNode, want: Type, typing: Typing): Expression | undefined {
  if (typeof want !== 'object') return mismatch(span, 'a list', want, typing);
  const lowered = items.map((item) => lowerValue(item, want.listOf, typing));
  const known = lowered.filter((item) => item !== undefined);
  return known.length < items.length ? undefined : { kind: 'list', type: want, items: known };
}

/** `what` was found where `want` is wanted. */
function mismatch(
  span: Span,
  what: string,
  want: Type,
  { findings }: Typing,
  other?: { readonly span: Span; readonly text: string },
): Expression | undefined {
  find(findings, 'E0401', span, `${what} stands where ${sayA(want)} is wanted`, {
    ...(other !== undefined && { others: [other] }),
    hint: typeof want === 'object' ? 'a list stands in brackets: `[a, b]`' : howWritten[want],
  });
  return undefined;
}

const howWritten: Readonly<Partial<Record<ScalarType, string>>> = {
  text: 'a text stands in quotes',
  size: 'a size is a number with its unit, without quotes: `2GiB`',
  duration: 'a duration is a number with its unit, without quotes: `30s`',
  integer: 'an integer stands without quotes: `8080`',
  boolean: 'a boolean is `true` or `false`',
  file: 'a file comes from `fetch … as NAME`, which has verified it',
  artifact: 'an artifact is named in the script’s head: `artifact package`',
};
