/** Values that steps gave, read as the type that their script wants. */
import type { Datum } from '../language/checked.ts';
import { narrow } from '../language/evaluate.ts';
import { sanitizeLine } from '../device/sanitize.ts';
import type { FaultValue } from '../protocol/fault.ts';
import { badValue, type PlannedCall } from './calls.ts';
import type { DeviceContext } from './context.ts';

/** Sets each name; the first value that isn't what the script wants is a fault. */
export function capture(
  context: DeviceContext,
  calls: readonly PlannedCall[],
  values: ReadonlyMap<number, string>,
): FaultValue | undefined {
  for (const { no, step } of calls) {
    const text = values.get(no);
    if (step.as === undefined || text === undefined) continue;
    // What is journaled and goes on into other steps is no place for a secret.
    if (context.desk.redact(text) !== text) return badValue(step, 'it holds a secret');
    // What could not be read was put in another's place: it would go on as another value.
    if (text.includes('\ufffd')) return badValue(step, 'it holds bytes that are not UTF-8');
    const value = narrow(withoutLineEnd(text), step.as.type);
    if (!value.ok) return badValue(step, `${sanitizeLine(text.slice(0, 80))}: ${value.problem}`);
    keepValue(context, step.as.name, value.value);
  }
  return undefined;
}

/** The last line's end belongs to the program that printed it, not to the value. */
function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function keepValue(context: DeviceContext, name: string, value: Datum): void {
  context.scope.set(name, value);
  context.desk.captured(name, value);
}
