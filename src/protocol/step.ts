/**
 * One event into a unit's state: total, pure. Each event has one function; what can't follow is ignored.
 */
import type { Fault } from './fault.ts';
import type { TimerName, UnitCommand, UnitEvent } from './unit.ts';
import type { UnitState } from './unit-state.ts';
import type { Cause } from './book.ts';
import { memberAt } from './book.ts';
import { abort } from './abort.ts';
import { advance } from './advance.ts';
import { enter } from './round.ts';
import { journalRefused } from './journal-refused.ts';
import { phases } from './phases.ts';
import { takeOver } from './recovery.ts';
import { reportPending, sayAgain } from './retry.ts';
import { answered, unanswered } from './settle.ts';
import { forgetTimer, log, openDraft, workOf, type Draft } from './draft.ts';

export interface Stepped {
  readonly state: UnitState;
  readonly commands: UnitCommand[];
}

export function step(state: UnitState, event: UnitEvent): Stepped {
  const draft = openDraft(state);
  handle(draft, event);
  reportPending(draft);
  return { state: { book: draft.book, work: draft.work }, commands: draft.commands };
}

function handle(draft: Draft, event: UnitEvent): void {
  switch (event.event) {
    case 'begun':
      return begun(draft);
    case 'taken-over':
      return takeOver(draft, event.ownJournal);
    case 'answered':
      return answered(draft, event);
    case 'unanswered':
      return unanswered(draft, event);
    case 'elapsed':
      return elapsed(draft, event.timer);
    case 'abort-asked':
      return abortIfOpen(draft, askedBy(event.by));
    case 'journal-refused':
      return journalRefused(draft, event);
  }
}

function begun(draft: Draft): void {
  if (draft.book.begun) return;
  log(draft, { record: 'begin', orders: draft.book.orders });
  enter(draft, 'asking');
  advance(draft);
}

/** Before COMMIT all go back; after it the commit is finished. */
function abortIfOpen(draft: Draft, cause: Cause): void {
  if (phases[draft.work.phase].kind !== 'forward') return;
  abort(draft, cause);
  advance(draft);
}

function askedBy(by: string): Fault {
  return { code: 'abort-asked', message: `the abort was asked for by ${by}` };
}

function elapsed(draft: Draft, timer: TimerName): void {
  if (!forgetTimer(draft, timer)) return;
  if (timer === 'vote') return abortIfOpen(draft, voteLate(draft));
  if (timer === 'patience') {
    draft.work.impatient = true;
    return;
  }
  const at = memberAt(draft.book, timer.slice('retry:'.length));
  if (workOf(draft, at).retrying) sayAgain(draft, at);
}

function voteLate({ book }: Draft): Fault {
  return {
    code: 'vote-late',
    message: `not all had voted ${String(book.orders.voteWithinMs)} ms after the first was told to switch`,
  };
}
