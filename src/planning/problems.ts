/** Collects what keeps a plan, an inventory and a release from fitting together. */
import type { Diagnostic } from '../language/diagnostic.ts';
import { diagnosticOf } from '../language/saying.ts';
import type { Saying } from '../language/saying.ts';
import type { Source } from '../language/source.ts';
import type { Span } from '../language/tree.ts';
import { planningCodes } from '../language/codes/planning.ts';

export interface Problems {
  /** The plan's own text. */
  readonly source: Source;
  readonly all: Diagnostic[];
}

interface PlanSaying extends Saying {
  /** Where it is not the plan's text. */
  readonly source?: Source;
}

export function report(
  problems: Problems,
  code: keyof typeof planningCodes,
  span: Span,
  message: string,
  saying: PlanSaying = {},
): void {
  const source = saying.source ?? problems.source;
  problems.all.push(diagnosticOf(source, code, span, message, saying));
}

/** Whether the same was said of the same place, such as a group's value that a thousand devices get. */
export function wasReported({ all }: Problems, code: string, source: Source, span: Span): boolean {
  return all.some(
    (other) =>
      other.code === code && other.source === source && other.labels[0].span.start === span.start,
  );
}

export function hasErrors({ all }: Problems): boolean {
  return all.some(({ code }) => !isWarning(code));
}

function isWarning(code: string): boolean {
  return (
    code in planningCodes &&
    planningCodes[code as keyof typeof planningCodes].severity === 'warning'
  );
}

/** `a`, `b` and 3 others: names in a message, without filling a screen. */
export function several(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  if (quoted.length <= 4)
    return [quoted.slice(0, -1).join(', '), ...quoted.slice(-1)].filter(Boolean).join(' and ');
  return `${quoted.slice(0, 3).join(', ')} and ${String(names.length - 3)} others`;
}
