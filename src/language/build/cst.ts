/** Reading chevrotain's concrete syntax tree; any part may be missing where an error was. */
import type { CstElement, CstNode, IToken } from 'chevrotain';
import type { Name, Span } from '../tree.ts';

// Rules begin with a small letter and token types don't, so a key says what its children are.
export function nodesOf(node: CstNode, rule: string): readonly CstNode[] {
  return (node.children[rule] ?? []) as readonly CstNode[];
}

export function nodeOf(node: CstNode | undefined, rule: string, index = 0): CstNode | undefined {
  return node === undefined ? undefined : nodesOf(node, rule)[index];
}

/** The one rule that this node has chosen. */
export function onlyNode({ children }: CstNode): CstNode | undefined {
  for (const key in children) {
    const first = children[key]?.[0];
    if (first !== undefined && isNode(first)) return first;
  }
  return undefined;
}

export function tokenOf(node: CstNode | undefined, type: string, index = 0): IToken | undefined {
  return (node?.children[type] as readonly IToken[] | undefined)?.[index];
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
