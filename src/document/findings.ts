/** Collects what is wrong with one text. */
import type { Diagnostic } from '../language/diagnostic.ts';
import { diagnosticOf } from '../language/saying.ts';
import type { Saying } from '../language/saying.ts';
import type { Source } from '../language/source.ts';
import type { Span } from '../language/tree.ts';

export interface Findings {
  readonly source: Source;
  readonly diagnostics: Diagnostic[];
}

export function findingsOf(source: Source): Findings {
  return { source, diagnostics: [] };
}

export function find(
  findings: Findings,
  code: string,
  span: Span,
  message: string,
  saying: Saying = {},
): void {
  findings.diagnostics.push(diagnosticOf(findings.source, code, span, message, saying));
}
