/** Reading chevrotain's concrete syntax tree; any part may be missing where an error was. */
import type { CstElement, CstNode, IToken } from 'chevrotain';
import type { Name, Span } from '../tree.ts';

export function nodesOf(node: CstNode, rule: string): readonly CstNode[] {
  return (node.children[rule] ?? []).filter(isNode);
}

export function nodeOf(node: CstNode | undefined, rule: string, index = 0): CstNode | undefined {
  return node === undefined ? undefined : nodesOf(node, rule)[index];
}

/** The one rule that this node has chosen. */
export function onlyNode(node: CstNode): CstNode | undefined {
  return Object.values(node.children).flat().find(isNode);
}

export function tokensOf(node: CstNode, type: string): readonly IToken[] {
  return (node.children[type] ?? []).filter((child): child is IToken => !isNode(child));
}

export function tokenOf(node: CstNode | undefined, type: string, index = 0): IToken | undefined {
  return node === undefined ? undefined : tokensOf(node, type)[index];
}

function isNode(element: CstElement): element is CstNode {
  return 'children' in element;
}

export function spanOf(node: CstNode): Span {
  const { startOffset = -1, endOffset = -1 } = node.location ?? {};
  // One that an error left empty stands nowhere.
  return startOffset >= 0 ? { start: startOffset, end: endOffset + 1 } : { start: 0, end: 0 };
}

export function tokenSpan(token: IToken): Span {
  return { start: token.startOffset, end: token.startOffset + token.image.length };
}

export function nameOf(token: IToken | undefined): Name | undefined {
  return token === undefined ? undefined : { text: token.image, span: tokenSpan(token) };
}
