/** What is said of a plan wherever it or its result is shown. */
import type { ResolvedPlan } from './resolved.ts';

export function marksOf({ release }: ResolvedPlan): { readonly unsigned?: true } {
  return release.unsigned === undefined ? {} : { unsigned: release.unsigned };
}
