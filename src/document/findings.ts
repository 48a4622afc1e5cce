/** Collects what is wrong with one text. */
import type { Diagnostic, Label } from '../language/diagnostic.ts';
import type { Source } from '../language/source.ts';
import type { Span } from '../language/tree.ts';

export interface Findings {
  readonly source: Source;
  readonly diagnostics: Diagnostic[];
}

/** What a finding says beside its message. */
export interface Saying {
  /** Under the caret. */
  readonly label?: string;
  /** Where else to look. */
  readonly others?: readonly Label[];
  readonly notes?: readonly string[];
  readonly hint?: string | undefined;
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
  findings.diagnostics.push({
    code,
    message,
    source: findings.source,
    labels: [{ span, text: saying.label ?? '' }, ...(saying.others ?? [])],
    notes: saying.notes ?? [],
    ...(saying.hint === undefined ? {} : { hint: saying.hint }),
  });
}
