/** `param port: integer in [80, 8080]`: what a value may be. */
import type { Datum, Expression } from '../checked.ts';
import { compareData } from '../evaluate.ts';
import { find, type Findings } from '../findings.ts';
import type { Span } from '../tree.ts';

/** A value that is known here and not among the choices is a finding; one known later is asked then. */
export function complainOfChoice(
  value: Expression,
  choices: readonly Datum[],
  name: string,
  span: Span,
  findings: Findings,
): void {
  if (value.kind !== 'constant') return;
  if (choices.some((choice) => compareData(choice, value.value, value.type) === 0)) return;
  find(findings, 'E0418', span, `\`${name}\` can’t be this`, {
    why: `it is one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`,
  });
}
