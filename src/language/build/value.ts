/** Values and types. */
import type { CstNode, IToken } from 'chevrotain';
import type { Argument, ListNode, Primary, ReferenceNode, TextNode, TypeNode } from '../tree.ts';
import { complain } from './builder.ts';
import type { Builder } from './builder.ts';
import { nameOf, nodeOf, nodesOf, onlyNode, spanOf, tokenOf, tokenSpan } from './cst.ts';
import { buildNumeral } from './numeral.ts';
import { buildText } from './text.ts';

/** The items of a list. */
const most = 1000;

export function buildPrimary(builder: Builder, node: CstNode | undefined): Primary | undefined {
  if (node === undefined) return undefined;
  const choice = onlyNode(node);
  if (choice?.name === 'text') return buildTextNode(builder, choice);
  if (choice?.name === 'reference') return buildReference(choice);
  if (choice?.name === 'list') return buildList(builder, choice);
  const numeral = tokenOf(node, 'Numeral');
  return numeral === undefined ? buildBoolean(node) : buildNumeral(builder, numeral);
}

function buildBoolean(node: CstNode): Primary | undefined {
  const token = tokenOf(node, '"true"') ?? tokenOf(node, '"false"');
  if (token === undefined) return undefined;
  return { kind: 'boolean', value: token.image === 'true', span: tokenSpan(token) };
}

export function buildTextNode(builder: Builder, node: CstNode | undefined): TextNode | undefined {
  const token: IToken | undefined = tokenOf(node, 'Text') ?? tokenOf(node, 'LongText');
  return token === undefined ? undefined : buildText(builder, token);
}

function buildReference(node: CstNode): ReferenceNode | undefined {
  const name = nameOf(tokenOf(node, 'Name'));
  if (name === undefined) return undefined;
  const field = nameOf(tokenOf(node, 'Name', 1));
  const reference = { kind: 'reference', name, span: spanOf(node) } as const;
  return field === undefined ? reference : { ...reference, field };
}

function buildList(builder: Builder, node: CstNode): ListNode {
  const items = nodesOf(node, 'primary')
    .map((item) => buildPrimary(builder, item))
    .filter((item) => item !== undefined);
  const span = spanOf(node);
  if (items.length > most) {
    const message = `a list of ${items.length} items; at most ${most} are allowed`;
    complain(builder, 'E0122', { start: span.start, end: span.start + 1 }, { message });
  }
  return { kind: 'list', items, span };
}

export function buildArgument(builder: Builder, node: CstNode): Argument | undefined {
  const labelled = node.name === 'label' ? node : nodeOf(node, 'label');
  const value = buildPrimary(builder, nodeOf(labelled ?? node, 'primary'));
  if (value === undefined) return undefined;
  const label = nameOf(tokenOf(labelled, 'Name'));
  return label === undefined ? { value, span: value.span } : { label, value, span: spanOf(node) };
}

export function buildType(node: CstNode | undefined): TypeNode | undefined {
  const name = nameOf(tokenOf(node, 'Name'));
  if (node === undefined || name === undefined) return undefined;
  const of = nameOf(tokenOf(node, 'Name', 1));
  return of === undefined ? { name, span: spanOf(node) } : { name, of, span: spanOf(node) };
}
