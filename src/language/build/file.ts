/** The file: its version, its declarations, its comments. */
import type { CstNode, IToken } from 'chevrotain';
import type { BlockDeclaration, Comment, Declaration, PlanNode, UseNode } from '../tree.ts';
import { buildBlock } from './block.ts';
import { complain } from './builder.ts';
import type { Builder } from './builder.ts';
import { nodeOf, nodesOf, onlyNode, spanOf, tokenOf, tokenSpan } from './cst.ts';
import { buildGivenName } from './given-name.ts';
import { buildTextNode } from './value.ts';

export function buildDeclarations(builder: Builder, tree: CstNode): readonly Declaration[] {
  const nodes = nodesOf(tree, 'item')
    .map(onlyNode)
    .filter((node) => node !== undefined);
  const declared = nodes[0]?.name === 'header' ? nodes.slice(1) : nodes;
  complainOfStray(builder, declared);
  return declared
    .map((node) => buildDeclaration(builder, node))
    .filter((declaration) => declaration !== undefined);
}

function buildDeclaration(builder: Builder, node: CstNode): Declaration | undefined {
  if (node.name === 'use') return buildUse(builder, node);
  if (node.name === 'plan') return buildPlan(builder, node);
  return node.name === 'declaration' ? buildBlockDeclaration(builder, node) : undefined;
}

/** Of several in a row, the first only: they got out of their block together. */
function complainOfStray(builder: Builder, nodes: readonly CstNode[]): void {
  const known = new Set(['use', 'plan', 'declaration']);
  nodes.forEach((node, index) => {
    const before = nodes[index - 1];
    if (known.has(node.name) || (before !== undefined && !known.has(before.name))) return;
    const { start } = spanOf(node);
    const word =
      /^(?:[A-Za-z0-9_-]+|.)/.exec(builder.source.text.slice(start, start + 80))?.[0] ?? '';
    complain(
      builder,
      'E0112',
      { start, end: start + word.length },
      {
        message: `\`${word}\` can't stand outside all blocks`,
        hint:
          node.name === 'header'
            ? 'the version stands once, on the first line'
            : 'it belongs into a `script`, a `primitive`, a `procedure` or a `plan`',
      },
    );
  });
}

function buildUse(builder: Builder, node: CstNode): UseNode | undefined {
  const path = buildTextNode(builder, nodeOf(node, 'text'));
  return path && { kind: 'use', path, span: spanOf(node) };
}

function buildPlan(builder: Builder, node: CstNode): PlanNode | undefined {
  const title = buildTextNode(builder, nodeOf(node, 'text'));
  const body = buildBlock(builder, nodeOf(node, 'block'));
  return title && body && { kind: 'plan', title, body, span: spanOf(node) };
}

function buildBlockDeclaration(builder: Builder, node: CstNode): BlockDeclaration | undefined {
  const kinds = ['script', 'primitive', 'procedure'] as const;
  const kind = kinds.find((word) => tokenOf(node, `"${word}"`) !== undefined);
  const name = buildGivenName(builder, tokenOf(node, 'Name'));
  const body = buildBlock(builder, nodeOf(node, 'block'));
  if (kind === undefined || name === undefined || body === undefined) return undefined;
  const title = buildTextNode(builder, nodeOf(node, 'text'));
  return { kind, name, body, span: spanOf(node), ...(title && { title }) };
}

/** The version that the first line names. */
export function buildVersion(builder: Builder, tree: CstNode): number | undefined {
  const first = nodeOf(tree, 'item');
  const header = first && nodeOf(first, 'header');
  const numeral = tokenOf(header, 'Numeral');
  if (header === undefined || numeral === undefined) {
    complainOfMissing(builder, header);
    return undefined;
  }
  const version = Number(numeral.image);
  if (version !== 1) {
    complain(builder, 'E0111', tokenSpan(numeral), {
      message: `this tool reads version 1 of the language, not \`${numeral.image}\``,
      hint: 'use a newer tool, or write the file for version 1',
    });
  }
  return Number.isInteger(version) ? version : undefined;
}

function complainOfMissing(builder: Builder, header: CstNode | undefined): void {
  if (header !== undefined) return;
  const start = /\S/.exec(builder.source.text)?.index ?? 0;
  complain(
    builder,
    'E0110',
    { start, end: start },
    {
      message: "the language's version is missing",
      hint: 'begin the file with `cutover 1`',
    },
  );
}

export function buildComments(builder: Builder, tokens: readonly IToken[]): readonly Comment[] {
  return tokens.map((token) => {
    const { text } = builder.source;
    const before = text.slice(text.lastIndexOf('\n', token.startOffset - 1) + 1, token.startOffset);
    const image = token.image.trimEnd();
    const span = { start: token.startOffset, end: token.startOffset + image.length };
    return { text: image, span, alone: /^[ \t]*$/.test(before) };
  });
}
