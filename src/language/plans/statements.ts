/** Reading a plan's statements: fixed texts and durations behind labels. */
import type { Findings } from '../findings.ts';
import type { Argument, Span, StatementNode } from '../tree.ts';
import { plainText } from '../types/plain-text.ts';

export interface PlainText {
  readonly text: string;
  readonly span: Span;
}

/** The text with this label (nothing: without one), if there is exactly one and it is a text. */
export function textOf(
  node: StatementNode,
  label: string | undefined,
  findings: Findings,
): PlainText | undefined {
  const argument = argumentOf(node, label);
  if (argument?.value.kind !== 'text') return undefined;
  return { text: plainText(argument.value, findings), span: argument.value.span };
}

function argumentOf(node: StatementNode, label: string | undefined): Argument | undefined {
  const [first, ...more] = node.arguments.filter((argument) => argument.label?.text === label);
  return more.length === 0 ? first : undefined;
}
