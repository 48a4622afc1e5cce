/** What a plan is resolved from. Read by others; only values here. */
import type { Inventory } from '../inventory/model.ts';
import type { CheckedPlan, CheckedScript, Library } from '../language/checked.ts';
import type { Source } from '../language/source.ts';
import type { ReleaseInformation } from '../release/model.ts';

export interface PlanInputs {
  readonly plan: CheckedPlan;
  /** The plan's text as it was written: its places are offsets into it. */
  readonly source: Source;
  readonly scripts: ReadonlyMap<string, CheckedScript>;
  readonly library: Library;
  readonly inventory: Inventory;
  readonly release: ReleaseInformation;
  /** SHA-256 of a text in UTF-8, as 64 hex digits. */
  readonly hash: (text: string) => string;
  /** Whether the store has a secret of that name; without it, that shows when the secret is needed. */
  readonly hasSecret?: (name: string) => boolean;
  /** How many devices of a unit may switch at once; 0 (as without it): all of a rank. */
  readonly atOnce?: number;
}
