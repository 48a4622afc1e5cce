/** Values that are known from the text alone: defaults, choices, what a plan gives. */
import type { Datum, Type } from '../checked.ts';
import { evaluate } from '../evaluate.ts';
import { find, type Findings } from '../findings.ts';
import { referencesInValue } from '../names/references.ts';
import { emptyBinding } from '../names/symbols.ts';
import type { Primary } from '../tree.ts';
import { lowerValue } from './lower-value.ts';

/** Nothing, and a finding, where the value reads a name or is of another type. */
export function fixedValue(value: Primary, type: Type, findings: Findings): Datum | undefined {
  if (referencesInValue(value).length > 0) {
    find(findings, 'E0428', value.span, 'this reads a name', {
      why: 'here no name is known yet: the value stands in the text',
    });
    return undefined;
  }
  const typing = { binding: emptyBinding(), types: new Map(), findings };
  const lowered = lowerValue(value, type, typing);
  return lowered && evaluate(lowered, { get: () => undefined });
}
