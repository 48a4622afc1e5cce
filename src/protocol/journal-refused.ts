/**
 * The journal refused a record.
 *
 * Nobody is waited for from here on: which orders had left nobody knows, and a revert follows whatever is on its way
 * (a device does one thing at a time, and its tombstone refuses latecomers).
 *
 * Rule 1: never a decision without a record: what is not on disk was not decided.
 * Rule 2: before COMMIT all go back even so: to whoever recovers, a missing record means abort.
 * Rule 3: where COMMIT may be on disk nothing more is told; the journal, opened again, says what it is.
 */
import type { Fault } from './fault.ts';
import type { UnitEvent } from './unit.ts';
import { abort, canStop } from './abort.ts';
import { advance, stop } from './advance.ts';
import { phases } from './phases.ts';
import { fencedOut } from './settle.ts';
import { bookOf, release, type Draft } from './draft.ts';

type Refused = Extract<UnitEvent, { readonly event: 'journal-refused' }>;

export function journalRefused(draft: Draft, { fault, committed }: Refused): void {
  if (fault.code === 'fenced') return fencedOut(draft, fault);
  const { kind } = phases[draft.work.phase];
  const undecided =
    kind === 'forward' || (draft.work.phase === 'confirming' && committed === false);
  draft.work.journalFault = fault;
  if (undecided) return goBack(draft, fault);
  if (draft.work.phase === 'reverting') return goBack(draft, draft.book.cause ?? fault);
  stop(draft, 'journal-fault');
}

function forgetOrders(draft: Draft): void {
  draft.work.members.forEach(({ told }, at) => {
    const { device } = bookOf(draft, at);
    if (told !== undefined && canStop(told)) draft.commands.push({ command: 'stop', device });
    if (told !== undefined) release(draft, at);
  });
}

function goBack(draft: Draft, fault: Fault): void {
  draft.book.decision = 'none';
  forgetOrders(draft);
  abort(draft, fault);
  advance(draft);
}
