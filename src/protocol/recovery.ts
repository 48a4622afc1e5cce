/**
 * A controller that starts again, or takes over: it asks first, then does what the one matching row says.
 */
import type { MemberBook } from './book.ts';
import { newWork } from './unit-state.ts';
import { assert, present } from './assert.ts';
import { abort } from './abort.ts';
import { advance } from './advance.ts';
import { enter, goOn } from './round.ts';
import { matchingRows, type RecoveryAct, type RecoveryFacts } from './recovery-table.ts';
import { hasFallenBack } from './fallen-back.ts';
import { clearTimers, log, workOf, type Draft } from './draft.ts';

/** A state that lost its journal knows what may not be on disk: only a replay can be taken over then. */
export function takeOver(draft: Draft, ownJournal: boolean): void {
  if (draft.work.journalFault !== undefined || draft.work.fencedBy !== undefined) return;
  clearTimers(draft);
  const { members } = newWork(draft.book.members.length);
  const touched = draft.book.intent || !ownJournal;
  forgetWork(draft);
  draft.work.ownJournal = ownJournal;
  draft.work.members = members.map((member) => ({ ...member, touched }));
  if (!draft.book.ended) log(draft, { record: 'taken-over' });
  follow(draft);
}

/** What was under way died with the controller before. */
function forgetWork({ work }: Draft): void {
  Object.assign(work, newWork(0));
  delete work.firstArmedAtMs;
}

/** Looks at the table again, after each answer. */
export function follow(draft: Draft): void {
  const rows = matchingRows(factsOf(draft));
  assert(rows.length === 1, 'exactly one row of the recovery table matches');
  carryOut(draft, present(rows[0], 'a row matches').act);
}

function carryOut(draft: Draft, act: RecoveryAct): void {
  switch (act) {
    case 'rest':
      return rest(draft);
    case 'inquire':
      return inquire(draft);
    case 'commit':
      if (draft.book.decision !== 'commit') log(draft, { record: 'commit' });
      enter(draft, 'confirming');
      return advance(draft);
    case 'abort':
      abort(draft, draft.book.cause ?? ended);
      return advance(draft);
  }
}

const ended = {
  code: 'controller-ended',
  message: 'the controller ended before it had decided to commit',
};

function inquire(draft: Draft): void {
  if (draft.work.phase === 'recovering') return;
  enter(draft, 'recovering');
  goOn(draft);
}

function rest(draft: Draft): void {
  draft.work.phase = 'ended';
  const outcome = present(draft.book.outcome, 'what has ended has an outcome');
  draft.commands.push({ command: 'end', outcome });
}

function factsOf(draft: Draft): RecoveryFacts {
  const { members } = draft.book;
  return {
    journal: journalOf(draft),
    trust: trustOf(draft, members),
    asked: members.every((member, at) => wasAsked(draft, member, at)) ? 'all' : 'not-all',
    confirmed: members.some(({ state }) => state === 'confirmed') ? 'some' : 'none',
    voted: members.every(({ state }) => state === 'voted') ? 'all' : 'not-all',
  };
}

function journalOf({ book, work }: Draft): RecoveryFacts['journal'] {
  if (book.ended) return 'ended';
  if (book.decision === 'commit') return 'committed';
  return work.ownJournal && !book.intent ? 'planned' : 'undecided';
}

/** `alien` is known of a member once it has answered this controller's own inquiry. */
function trustOf({ book, work }: Draft, members: readonly MemberBook[]): RecoveryFacts['trust'] {
  const isWitness = work.ownJournal && !hasFallenBack(book);
  if (isWitness && members.some(({ alien }) => alien === false)) return 'journal';
  return members.every(({ alien }) => alien !== undefined) ? 'devices' : 'nobody';
}

function wasAsked(draft: Draft, { alien }: MemberBook, at: number): boolean {
  return alien !== undefined || workOf(draft, at).tries > 0;
}
