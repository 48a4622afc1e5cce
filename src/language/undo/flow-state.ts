/** What the walk for the way back carries, beside the state at a line. */
import type { Expression, PhaseName } from '../checked.ts';
import type { Findings } from '../findings.ts';
import type { DraftItem } from '../phases/draft.ts';

export interface Flow {
  readonly findings: Findings;
  readonly platform: string;
  readonly phase: PhaseName;
  /** Each step's way back, by its id. */
  readonly ways: Map<string, WayBackDraft>;
}

export interface DraftPhase {
  readonly name: PhaseName;
  readonly items: readonly DraftItem[];
}

/** As `WayBack`, with the block's items still drafts. */
export type WayBackDraft =
  | { readonly by: 'nothing' | 'itself' }
  | {
      readonly by: 'keep';
      readonly from: readonly { readonly path: Expression; readonly keep: string }[];
    }
  | { readonly by: 'steps'; readonly items: readonly DraftItem[] }
  | { readonly by: 'never'; readonly because: string };
