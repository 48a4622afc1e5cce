/** What all the building functions share: the source, and where diagnostics go. */
import type { CstNode } from 'chevrotain';
import type { Diagnostic, Label } from '../diagnostic.ts';
import type { Source } from '../source.ts';
import type { BlockNode, Span } from '../tree.ts';

export interface Builder {
  readonly source: Source;
  readonly diagnostics: Diagnostic[];
  /** Comes in here, since blocks and items hold each other. */
  readonly buildBlock: (builder: Builder, node: CstNode | undefined) => BlockNode | undefined;
}

export interface Saying {
  readonly message: string;
  /** Beside the carets. */
  readonly label?: string;
  readonly others?: readonly Label[];
  readonly notes?: readonly string[];
  readonly hint?: string | undefined;
}

export function complain(builder: Builder, code: string, span: Span, saying: Saying): void {
  const { message, label = '', others = [], notes = [], hint } = saying;
  const { source } = builder;
  const labels = [{ span, text: label }, ...others] as const;
  builder.diagnostics.push({
    code,
    message,
    source,
    labels,
    notes,
    ...(hint === undefined ? {} : { hint }),
  });
}
