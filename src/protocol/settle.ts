/**
 * What follows from an answer, or from none, in each kind of phase (`phases.ts`).
 */
import type { Answer, Order } from './messages.ts';
import type { Fault } from './fault.ts';
import type { UnitEvent } from './unit.ts';
import { memberAt, type MemberBook } from './book.ts';
import { abort, sendBackLater } from './abort.ts';
import { advance, stop } from './advance.ts';
import { noteFallenBack } from './fallen-back.ts';
import { judge } from './judge.ts';
import { isSplit } from './outcome.ts';
import { phases } from './phases.ts';
import { follow } from './recovery.ts';
import { sayAgainLater } from './retry.ts';
import { settleOne } from './round.ts';
import { busyFault, fencedFault, isOurs } from './fence.ts';
import { bookOf, changeWork, log, release, workOf, type Draft } from './draft.ts';

type Event<Name> = Extract<UnitEvent, { readonly event: Name }>;

export function answered(draft: Draft, { device, order, answer, atMs }: Event<'answered'>): void {
  const at = memberAt(draft.book, device);
  const { kind } = phases[draft.work.phase];
  if (workOf(draft, at).told !== order || kind === 'still') return;
  if (isOurs(draft, answer)) return fencedOut(draft, fencedFault(answer.holder));
  const before = bookOf(draft, at);
  log(draft, { record: 'answer', device, order, answer, atMs });
  if (kind === 'forward') return settleForward(draft, at, order, answer, before);
  if (kind === 'sure') return settleSure(draft, at, order, answer);
  settleAfter(draft, at);
}

/** Another controller leads this transaction: nothing more is decided or told here. */
export function fencedOut(draft: Draft, fault: Fault): void {
  draft.work.fencedBy = fault;
  stop(draft, 'fenced');
}

function settleForward(
  draft: Draft,
  at: number,
  order: Order,
  answer: Answer,
  before: MemberBook,
): void {
  release(draft, at);
  if (answer.answer === 'refused') return refused(draft, at, order, busyFault(answer.holder));
  const fault = judge(draft.work.phase, order, answer, before) ?? lateForSkew(draft, answer, at);
  if (fault) return abandon(draft, at, fault);
  settleOne(draft);
  advance(draft);
}

function abandon(draft: Draft, at: number, fault: Fault): void {
  abort(draft, { ...fault, device: bookOf(draft, at).device });
  advance(draft);
}

/** Another transaction holds the device; one that refused to prepare has not been touched. */
function refused(draft: Draft, at: number, order: Order, fault: Fault): void {
  if (order === 'prepare') changeWork(draft, at, { ...workOf(draft, at), touched: false });
  abandon(draft, at, fault);
}

function lateForSkew(draft: Draft, answer: Answer, at: number): Fault | undefined {
  const { skewMs } = draft.book.orders;
  const atMs = bookOf(draft, at).armedAtMs;
  if (answer.answer !== 'armed' || skewMs === undefined || atMs === undefined) return undefined;
  draft.work.firstArmedAtMs = Math.min(draft.work.firstArmedAtMs ?? atMs, atMs);
  const skew = atMs - draft.work.firstArmedAtMs;
  if (skew <= skewMs) return undefined;
  return {
    code: 'skew',
    message: `switched ${String(skew)} ms after the first; the plan allows ${String(skewMs)} ms`,
  };
}

function settleSure(draft: Draft, at: number, order: Order, answer: Answer): void {
  if (order !== phases[draft.work.phase].order) return freed(draft, at, answer);
  if (!isSettled(draft, at, answer)) {
    sayAgainUnlessWaiting(draft, at);
    return lookAgain(draft);
  }
  release(draft, at);
  settleOne(draft);
  if (draft.work.phase !== 'recovering') return advance(draft);
  noteFallenBack(draft, bookOf(draft, at));
  follow(draft);
}

/** One more has been asked, though in vain: that may be all that was waited for. */
function lookAgain(draft: Draft): void {
  if (draft.work.phase === 'recovering') follow(draft);
}

/** An answer to an order from before the abort. */
function freed(draft: Draft, at: number, answer: Answer): void {
  release(draft, at);
  if (answer.answer === 'refused' && !draft.book.switching) markUntouched(draft, at);
  else sendBackLater(draft, at);
  advance(draft);
}

function markUntouched(draft: Draft, at: number): void {
  const work = workOf(draft, at);
  if (work.touched) settleOne(draft);
  changeWork(draft, at, { ...work, touched: false });
}

function isSettled(draft: Draft, at: number, answer: Answer): boolean {
  const member = bookOf(draft, at);
  if (draft.work.phase === 'recovering') return answer.answer === 'standing';
  if (isSplit(member, draft.book)) return true;
  if (draft.work.phase === 'confirming') return member.state === 'confirmed';
  return answer.answer === 'broken' || member.state === 'dead' || member.state === 'idle';
}

function sayAgainUnlessWaiting(draft: Draft, at: number): void {
  if (!workOf(draft, at).retrying) sayAgainLater(draft, at);
}

function settleAfter(draft: Draft, at: number): void {
  release(draft, at);
  settleOne(draft);
  advance(draft);
}

export function unanswered(draft: Draft, { device, order, fault }: Event<'unanswered'>): void {
  const at = memberAt(draft.book, device);
  const work = workOf(draft, at);
  const { kind, order: asked } = phases[draft.work.phase];
  if (work.told !== order || work.retrying || kind === 'still') return;
  if (bookOf(draft, at).faulted !== `${order} ${fault.code}`)
    log(draft, { record: 'fault', device, order, fault });
  if (kind === 'sure' && order === asked) {
    sayAgainLater(draft, at);
    return lookAgain(draft);
  }
  release(draft, at);
  if (kind === 'forward') return abandon(draft, at, fault);
  if (kind === 'sure') sendBackLater(draft, at);
  else settleOne(draft);
  advance(draft);
}
