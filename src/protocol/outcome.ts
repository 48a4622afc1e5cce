/**
 * How a transaction ended, or stands: a function of the book.
 *
 * Rule 1: `committed` only where every member's confirmation is in the book.
 */
import type { Fault } from './fault.ts';
import type { DeviceOutcome, Outcome } from './unit.ts';
import type { Book, MemberBook } from './book.ts';
import type { MemberWork, Work } from './unit-state.ts';
import { assert, present } from './assert.ts';

export type Result = Outcome['result'];

type Settled = Readonly<Pick<Work, 'members' | 'journalFault' | 'fencedBy'>>;

/** The result of a unit all of whose members have settled. */
export function resultOf(book: Book, work: Settled): Result {
  if (work.journalFault) return 'journal-fault';
  if (book.members.some((member) => isBroken(member, book))) return 'broken';
  if (book.decision === 'commit') return 'committed';
  if (book.cause?.code === 'busy') return 'fenced';
  return book.switching ? 'reverted' : 'refused';
}

export function outcomeOf(book: Book, work: Settled, result: Result): Outcome {
  const devices = book.members.map((member, at) =>
    deviceOutcome(book, member, present(work.members[at], 'a member has its work')),
  );
  const confirmed = devices.every(({ standing }) => standing === 'confirmed');
  assert(
    result !== 'committed' || confirmed,
    '`committed` is said only when every member has confirmed',
  );
  const cause = causeOf(book, work);
  const skewMs = skewOf(book);
  return {
    result,
    decision: book.decision,
    ...(cause && { cause }),
    devices,
    ...(skewMs !== undefined && { skewMs }),
  };
}

function causeOf(book: Book, work: Settled): Outcome['cause'] {
  const split = book.members.find((member) => isSplit(member, book));
  return (
    work.fencedBy ??
    work.journalFault ??
    book.cause ??
    (split && { ...splitFault(book), device: split.device })
  );
}

/** First armed to last armed. */
function skewOf(book: Pick<Book, 'members'>): number | undefined {
  const times = book.members.flatMap(({ armedAtMs }) =>
    armedAtMs === undefined ? [] : [armedAtMs],
  );
  if (times.length < 2) return undefined;
  return times.reduce((a, b) => Math.max(a, b)) - times.reduce((a, b) => Math.min(a, b));
}

function isBroken(member: MemberBook, book: Book): boolean {
  return member.state === 'broken' || isSplit(member, book);
}

/** It went the other way than the decision: only a decision by hand, or a device that was wiped, can do that. */
export function isSplit({ state }: MemberBook, { decision }: Pick<Book, 'decision'>): boolean {
  if (decision === 'commit')
    return state !== 'confirmed' && state !== 'voted' && state !== undefined;
  return decision === 'abort' && state === 'confirmed';
}

function splitFault({ decision }: Book): Fault {
  return {
    code: 'split',
    message: `the device did not follow the decision to ${decision}: it was decided by hand there, or its state was lost`,
    hint: 'look at the device itself: `cutover history` shows what was decided and why',
  };
}

function deviceOutcome(book: Book, member: MemberBook, work: MemberWork): DeviceOutcome {
  const { device, version, already, outages, warnings, broken } = member;
  const fault = broken?.fault ?? (isSplit(member, book) ? splitFault(book) : undefined);
  return {
    device,
    standing: standingOf(book, member, work),
    ...(work.told !== undefined && { waits: waitOf(work) }),
    ...(already && { already, version }),
    ...(fault && { fault }),
    ...(broken?.backup !== undefined && { backup: broken.backup }),
    outages,
    warnings,
  };
}

function standingOf(
  book: Book,
  member: MemberBook,
  { touched }: MemberWork,
): DeviceOutcome['standing'] {
  if (isSplit(member, book)) return 'broken';
  switch (member.state) {
    case 'dead':
      return 'reverted';
    case 'confirmed':
    case 'voted':
    case 'broken':
      return member.state;
    case 'idle':
      return 'untouched';
    default:
      return touched ? 'unknown' : 'untouched';
  }
}

/** What a member is waited for, in words. */
export function waitOf({ told, retrying }: MemberWork): string {
  return retrying
    ? `to be reached again, to answer \`${String(told)}\``
    : `to answer \`${String(told)}\``;
}
