/** A plan's units and their members. */
import type { CstNode } from 'chevrotain';
import type { MemberNode, UnitNode } from '../tree.ts';
import type { Builder } from './builder.ts';
import { nameOf, nodeOf, nodesOf, spanOf, tokenOf } from './cst.ts';
import { buildArgument, buildTextNode } from './value.ts';

export function buildUnit(builder: Builder, node: CstNode): UnitNode | undefined {
  const title = buildTextNode(builder, nodeOf(node, 'text'));
  const body = builder.buildBlock(builder, nodeOf(node, 'block'));
  if (title === undefined || body === undefined) return undefined;
  const mode = tokenOf(node, '"linked"') === undefined ? 'separate' : 'linked';
  const by = nameOf(tokenOf(node, 'Name'));
  return { kind: 'unit', mode, title, body, span: spanOf(node), ...(by && { by }) };
}

export function buildMember(builder: Builder, node: CstNode): MemberNode | undefined {
  const pattern = buildTextNode(builder, nodeOf(node, 'text'));
  const script = nameOf(tokenOf(node, 'Name'));
  if (pattern === undefined || script === undefined) return undefined;
  const group = tokenOf(node, '"group"') !== undefined;
  const given = nodesOf(node, 'label')
    .map((label) => buildArgument(builder, label))
    .filter((argument) => argument !== undefined);
  const accepts = buildTextNode(builder, nodeOf(node, 'text', 1));
  const member = {
    kind: 'member',
    group,
    pattern,
    script,
    with: given,
    span: spanOf(node),
  } as const;
  return accepts === undefined ? member : { ...member, accepts };
}
