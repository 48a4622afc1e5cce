/** Collects what is wrong with one text; the same thing at the same place is said once. */
import type { namesCodes } from './codes/names.ts';
import type { phasesCodes } from './codes/phases.ts';
import type { planCodes } from './codes/plan.ts';
import type { primitiveCodes } from './codes/primitive.ts';
import type { typesCodes } from './codes/types.ts';
import type { unbuiltCodes } from './codes/unbuilt.ts';
import type { undoCodes } from './codes/undo.ts';
import type { Diagnostic } from './diagnostic.ts';
import { diagnosticOf } from './saying.ts';
import type { Saying } from './saying.ts';
import type { Source } from './source.ts';
import type { Span } from './tree.ts';

export type CheckerCode =
  | keyof typeof namesCodes
  | keyof typeof typesCodes
  | keyof typeof phasesCodes
  | keyof typeof undoCodes
  | keyof typeof planCodes
  | keyof typeof primitiveCodes
  | keyof typeof unbuiltCodes;

export interface Findings {
  readonly source: Source;
  readonly all: Diagnostic[];
}

interface CheckerSaying extends Omit<Saying, 'notes'> {
  readonly why?: string;
}

export function findingsIn(source: Source): Findings {
  return { source, all: [] };
}

export function find(
  { source, all }: Findings,
  code: CheckerCode,
  span: Span,
  message: string,
  { why, ...saying }: CheckerSaying = {},
): void {
  const said = all.some(
    ({ code: other, labels: [{ span: at }] }) =>
      other === code && at.start === span.start && at.end === span.end,
  );
  if (said) return;
  const notes = why === undefined ? [] : [why];
  all.push(diagnosticOf(source, code, span, message, { ...saying, notes }));
}
