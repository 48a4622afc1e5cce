/** What all the building functions share: the source, and where diagnostics go. */
import type { CstNode } from 'chevrotain';
import type { Diagnostic } from '../diagnostic.ts';
import { diagnosticOf } from '../saying.ts';
import type { Saying as Beside } from '../saying.ts';
import type { Source } from '../source.ts';
import type { BlockNode, Span } from '../tree.ts';

export interface Builder {
  readonly source: Source;
  readonly diagnostics: Diagnostic[];
  /** Comes in here, since blocks and items hold each other. */
  readonly buildBlock: (builder: Builder, node: CstNode | undefined) => BlockNode | undefined;
}

export interface Saying extends Beside {
  readonly message: string;
}

export function complain(
  { source, diagnostics }: Builder,
  code: string,
  span: Span,
  { message, ...beside }: Saying,
): void {
  diagnostics.push(diagnosticOf(source, code, span, message, beside));
}
