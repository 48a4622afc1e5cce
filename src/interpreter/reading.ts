/** Readings of a version as steps. */
import type { CheckedStep } from '../language/checked.ts';

/** A reading (`installed`, `prepared`) as a step that gives a name. */
export function readingAs(step: CheckedStep, name: string): CheckedStep {
  return { ...step, as: { name, type: 'version' } };
}
