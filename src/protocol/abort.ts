/**
 * The way back: ABORT on disk first, then every member that may have been touched is told to revert.
 *
 * Rule 1: the first cause is the cause.
 * Rule 2: nobody waits for another: a member is told as soon as it is not at work itself, and one at work is stopped.
 */
import type { Cause } from './book.ts';
import type { Order } from './messages.ts';
import { noRound } from './unit-state.ts';
import { quiet, settleOne } from './round.ts';
import { bookOf, changeWork, clearTimer, log, release, tell, workOf, type Draft } from './draft.ts';

export function abort(draft: Draft, cause: Cause): void {
  clearTimer(draft, 'vote');
  quiet(draft);
  if (draft.book.decision !== 'abort') log(draft, { record: 'abort', cause });
  draft.work.phase = 'reverting';
  draft.work.round = noRound;
  draft.book.members.forEach((_, at) => sendBack(draft, at));
}

function sendBack(draft: Draft, at: number): void {
  const work = workOf(draft, at);
  if (!work.touched || bookOf(draft, at).state === 'dead') return release(draft, at);
  draft.work.round = { ...draft.work.round, open: draft.work.round.open + 1 };
  if (work.told === undefined) return tell(draft, at, 'revert');
  // Its own `retry` timer says it, when it elapses.
  if (work.retrying) return changeWork(draft, at, { ...work, told: 'revert' });
  if (!canStop(work.told)) return;
  draft.commands.push({ command: 'stop', device: bookOf(draft, at).device });
}

/** Orders that have steps. A vote is never ended half-way: it may have bound the device. */
export function canStop(order: Order): boolean {
  return order === 'prepare' || order === 'switch' || order === 'verify';
}

/** A member was at work when the abort came, and is now free (or lost): its turn to go back. */
export function sendBackLater(draft: Draft, at: number): void {
  const { touched } = workOf(draft, at);
  if (touched && bookOf(draft, at).state !== 'dead') tell(draft, at, 'revert');
  else if (touched) settleOne(draft);
}
