/**
 * A state being made: one step's own copy, changed in place, and the commands so far.
 *
 * Rule 1: the book changes only by `log`, so that it is always what the journal gives back.
 * Rule 2: every `tell` is checked against the book: nothing goes out that its record doesn't cover.
 */
import type { Order } from './messages.ts';
import type { TimerName, UnitCommand, UnitRecord } from './unit.ts';
import type { UnitState, Work, MemberWork } from './unit-state.ts';
import { fold, type Book, type MemberBook } from './book.ts';
import { assert, present } from './assert.ts';
import { phases, type Milestone } from './phases.ts';

export interface Draft {
  readonly book: Book;
  readonly work: Work;
  readonly commands: UnitCommand[];
}

export function openDraft({ book, work }: UnitState): Draft {
  return {
    book: { ...book, members: [...book.members] },
    work: { ...work, members: [...work.members] },
    commands: [],
  };
}

/** Once the journal has failed nothing is written any more: a missing record means abort to whoever recovers. */
export function log(draft: Draft, record: UnitRecord): void {
  fold(draft.book, record);
  if (draft.work.journalFault) return;
  draft.commands.push({ command: 'log', record });
}

export function tell(draft: Draft, at: number, order: Order): void {
  const member = bookOf(draft, at);
  assertLawful(draft, member, order);
  const before = workOf(draft, at);
  const touched = before.touched || order === 'prepare';
  changeWork(draft, at, { ...before, touched, told: order });
  draft.commands.push({ command: 'tell', device: member.device, order });
}

/** What must be so before an order may leave, whatever the way that led here. */
function assertLawful({ book, work }: Draft, member: MemberBook, order: Order): void {
  const { order: due, after, kind } = phases[work.phase];
  assert(order === due, `${order} is not what ${work.phase} tells`);
  assert(after !== undefined && isOnDisk(book, after), `${order} is told only after its record`);
  assert(kind !== 'forward' || book.decision === 'none', 'after a decision nothing goes forward');
  assert(order !== 'confirm' || book.decision === 'commit', 'confirm is told only after COMMIT');
  assert(order !== 'revert' || book.decision === 'abort', 'revert is told only after ABORT');
  assert(order !== 'switch' || !member.already, 'a member already there is not switched');
}

function isOnDisk(book: Book, record: Milestone): boolean {
  switch (record) {
    case 'commit':
    case 'abort':
      return book.decision === record;
    case 'begin':
      return book.begun;
    case 'end':
      return book.ended;
    case 'intent':
    case 'switching':
      return book[record];
    case 'taken-over':
      return book.lives > 0;
  }
}

export function setTimer(draft: Draft, timer: TimerName, ms: number): void {
  draft.work.timers = new Set([...draft.work.timers, timer]);
  draft.commands.push({ command: 'set-timer', timer, ms });
}

export function clearTimer(draft: Draft, timer: TimerName): void {
  if (!draft.work.timers.has(timer)) return;
  forgetTimer(draft, timer);
  draft.commands.push({ command: 'clear-timer', timer });
}

/** It has elapsed; nothing needs clearing. False if it was not running. */
export function forgetTimer(draft: Draft, timer: TimerName): boolean {
  if (!draft.work.timers.has(timer)) return false;
  draft.work.timers = new Set([...draft.work.timers].filter((name) => name !== timer));
  return true;
}

export function clearTimers(draft: Draft): void {
  for (const timer of draft.work.timers) clearTimer(draft, timer);
}

export function bookOf(draft: Draft, at: number): MemberBook {
  return present(draft.book.members[at], 'a member has its book');
}

export function workOf(draft: Draft, at: number): MemberWork {
  return present(draft.work.members[at], 'a member has its work');
}

export function changeWork(draft: Draft, at: number, to: MemberWork): void {
  draft.work.members[at] = to;
}

/** Its answer is no longer waited for. */
export function release(draft: Draft, at: number): void {
  const { touched, retrying } = workOf(draft, at);
  if (retrying) stopRetrying(draft, at);
  changeWork(draft, at, { touched, retrying: false, tries: 0 });
}

function stopRetrying(draft: Draft, at: number): void {
  draft.work.retrying -= 1;
  clearTimer(draft, `retry:${bookOf(draft, at).device}`);
}
