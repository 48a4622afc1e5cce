/**
 * A unit's state: the book (on disk) and the work (under way at this moment).
 *
 * Rule 1: only `step` and `replay` make one; whoever holds one may keep it, it never changes.
 */
import type { Order } from './messages.ts';
import type { Fault } from './fault.ts';
import type { TimerName, UnitOrders } from './unit.ts';
import { newBook, type Book } from './book.ts';
import { assert } from './assert.ts';

/** Where the controller stands in the way of a transaction (`phases.ts`). */
export type Phase =
  | 'unattended'
  | 'asking'
  | 'preparing'
  | 'rechecking'
  | 'switching'
  | 'verifying'
  | 'holding'
  | 'confirming'
  | 'finishing'
  | 'reverting'
  | 'reporting'
  | 'recovering'
  | 'stopped'
  | 'ended';

/** What is under way with one member. */
export interface MemberWork {
  /** The order whose answer is waited for. */
  readonly told?: Order;
  /** The order went unanswered; its `retry` timer runs. */
  readonly retrying: boolean;
  readonly tries: number;
  /** It was told `prepare`, or may have been: it gets a revert. */
  readonly touched: boolean;
}

/** One order to many members, by ranks. */
export interface Round {
  readonly ranks: readonly (readonly number[])[];
  readonly limit: number;
  /** The rank being told, and the first in it that was not told yet. */
  readonly rank: number;
  readonly next: number;
  /** Members of this round told and not settled. */
  readonly open: number;
}

export interface Work {
  phase: Phase;
  members: MemberWork[];
  round: Round;
  timers: ReadonlySet<TimerName>;
  /** How many wait for their `retry` timer. */
  retrying: number;
  firstArmedAtMs?: number;
  /** Patience ran out; `pending` is reported as soon as nobody is at work. */
  impatient: boolean;
  pendingTold: boolean;
  ownJournal: boolean;
  /** The journal failed: nothing more is logged or decided. */
  journalFault?: Fault;
  fencedBy?: Fault;
}

export interface UnitState {
  readonly book: Readonly<Omit<Book, 'members'>> & { readonly members: Readonly<Book['members']> };
  readonly work: Readonly<Omit<Work, 'members'>> & { readonly members: Readonly<Work['members']> };
}

export const noRound: Round = { ranks: [], limit: 0, rank: 0, next: 0, open: 0 };

/** A unit of which nothing is on disk yet. */
export function begin(orders: UnitOrders): UnitState {
  checkOrders(orders);
  return unattended(newBook(orders));
}

/** A state that no controller attends to: it knows the book, and waits for `begun` or `taken-over`. */
export function unattended(book: Book): UnitState {
  return { book, work: newWork(book.members.length) };
}

export function newWork(size: number): Work {
  const idle: MemberWork = { retrying: false, tries: 0, touched: false };
  return {
    phase: 'unattended',
    members: Array.from({ length: size }, () => idle),
    round: noRound,
    timers: new Set(),
    retrying: 0,
    impatient: false,
    pendingTold: false,
    ownJournal: true,
  };
}

function checkOrders({ members, prepareRanks, switchRanks }: UnitOrders): void {
  const names = members.map(({ device }) => device).sort();
  assert(names.length > 0, 'a unit has a member');
  assert(new Set(names).size === names.length, 'a unit has each device once');
  for (const ranks of [prepareRanks, switchRanks]) {
    assert(ranks.flat().sort().join('\n') === names.join('\n'), 'ranks hold each member once');
  }
}
