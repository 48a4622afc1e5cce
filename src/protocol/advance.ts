/**
 * From one phase to the next, as soon as everybody in it has settled.
 *
 * Rule 1: what a phase's orders rest on is logged as the phase before is left.
 */
import type { Phase } from './unit-state.ts';
import { assert, present } from './assert.ts';
import { outcomeOf, resultOf, type Result } from './outcome.ts';
import { phases } from './phases.ts';
import { enter, goOn } from './round.ts';
import { clearTimer, clearTimers, log, setTimer, type Draft } from './draft.ts';

/** Goes on as far as can be gone without another event. */
export function advance(draft: Draft): void {
  while (phases[draft.work.phase].next !== undefined && goOn(draft)) leave(draft);
}

function leave(draft: Draft): void {
  const { phase } = draft.work;
  const next = present(phases[phase].next, 'a phase that is left has a next one');
  if (next === 'ended') return finish(draft, resultOf(draft.book, draft.work));
  if (next === 'reporting') return conclude(draft);
  cross(draft, next);
  enter(draft, pastTheSwitch(draft, next) ? 'holding' : next);
}

/** What is put on disk between two phases. */
function cross(draft: Draft, next: Phase): void {
  if (next === 'preparing') return log(draft, { record: 'intent' });
  if (next === 'switching') {
    log(draft, { record: 'switching' });
    return setTimer(draft, 'vote', draft.book.orders.voteWithinMs);
  }
  if (next !== 'confirming') return;
  const voted = draft.book.members.every(({ state }) => state === 'voted');
  assert(voted, 'COMMIT is logged only when every member has voted');
  clearTimer(draft, 'vote');
  log(draft, { record: 'commit' });
}

/** All were there already: nothing is switched, so there is nothing to verify. */
function pastTheSwitch({ book }: Draft, next: Phase): boolean {
  return next === 'switching' && book.members.every(({ already }) => already);
}

/** All have settled: END, then the reports. Without a journal that can be written it just stops. */
function conclude(draft: Draft): void {
  const result = resultOf(draft.book, draft.work);
  if (draft.work.journalFault) return finish(draft, result);
  log(draft, { record: 'end', outcome: outcomeOf(draft.book, draft.work, result) });
  enter(draft, 'reporting');
}

function finish(draft: Draft, result: Result): void {
  clearTimers(draft);
  draft.work.phase = 'ended';
  draft.commands.push({ command: 'end', outcome: outcomeOf(draft.book, draft.work, result) });
}

/** Nothing more is decided or told here; the transaction stays open for whoever may go on with it. */
export function stop(draft: Draft, result: Result): void {
  finish(draft, result);
  draft.work.phase = 'stopped';
}
