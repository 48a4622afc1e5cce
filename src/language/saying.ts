/** What a finding says beside its message, and the diagnostic that comes of it: the same for all who collect some. */
import type { Diagnostic, Label } from './diagnostic.ts';
import type { Source } from './source.ts';
import type { Span } from './tree.ts';

export interface Saying {
  /** Under the caret. */
  readonly label?: string;
  /** Where else to look. */
  readonly others?: readonly Label[];
  /** Why, one sentence each. */
  readonly notes?: readonly string[];
  readonly hint?: string | undefined;
}

export function diagnosticOf(
  source: Source,
  code: string,
  span: Span,
  message: string,
  { label = '', others = [], notes = [], hint }: Saying,
): Diagnostic {
  return {
    code,
    message,
    source,
    labels: [{ span, text: label }, ...others],
    notes,
    ...(hint === undefined ? {} : { hint }),
  };
}
