import type { CheckedScript } from '../checked.ts';
import type { Findings } from '../findings.ts';

/** The scripts that a plan may name; one that has errors is known, but nothing is known of it. */
export type KnownScripts = ReadonlyMap<string, CheckedScript | undefined>;

export interface PlanReading {
  readonly findings: Findings;
  readonly scripts: KnownScripts;
}
