/**
 * The journal refused a record.
 *
 * Rule 1: never a decision without a record: what is not on disk was not decided.
 * Rule 2: before COMMIT all go back even so: to whoever recovers, a missing record means abort.
 * Rule 3: where COMMIT may be on disk nothing more is told; the journal, opened again, says what it is.
 */
import type { Fault } from './fault.ts';
import type { UnitEvent } from './unit.ts';
import { abort } from './abort.ts';
import { advance, stop } from './advance.ts';
import { phases } from './phases.ts';
import { fencedOut } from './settle.ts';
import type { Draft } from './draft.ts';

type Refused = Extract<UnitEvent, { readonly event: 'journal-refused' }>;

export function journalRefused(draft: Draft, { fault, committed }: Refused): void {
  if (fault.code === 'fenced') return fencedOut(draft, fault);
  const { kind } = phases[draft.work.phase];
  const undecided =
    kind === 'forward' || (draft.work.phase === 'confirming' && committed === false);
  draft.work.journalFault = fault;
  if (undecided) return goBack(draft, fault);
  // On the way back already: it goes on, and each device's answer is its own proof.
  if (draft.work.phase === 'reverting') return;
  stop(draft, 'journal-fault');
}

function goBack(draft: Draft, fault: Fault): void {
  draft.book.decision = 'none';
  abort(draft, fault);
  advance(draft);
}
