/**
 * A round: one order told to many members by ranks, at most `limit` of them at work at once.
 *
 * Rule 1: a rank is told when the whole rank before has settled.
 * Rule 2: constant work for each answer, however many members there are.
 */
import { present } from './assert.ts';
import { phases } from './phases.ts';
import { noRound, type Phase, type Round } from './unit-state.ts';
import { clearTimer, tell, type Draft } from './draft.ts';

/** Enters a phase and prepares its round; nobody is told yet. */
export function enter(draft: Draft, phase: Phase): void {
  quiet(draft);
  draft.work.phase = phase;
  draft.work.round = roundOf(draft, phase);
}

/** Patience is for one phase. */
export function quiet(draft: Draft): void {
  clearTimer(draft, 'patience');
  draft.work.impatient = false;
  draft.work.pendingTold = false;
}

function roundOf({ book }: Draft, phase: Phase): Round {
  const { who, ranks } = phases[phase];
  const wanted = (at: number): boolean => {
    const member = present(book.members[at], 'a round is of members');
    return who === undefined || who(member);
  };
  const devices = ranks?.(book.orders) ?? [book.orders.members.map(({ device }) => device)];
  const indices = devices.map((rank) => rank.map((device) => indexOf(book, device)).filter(wanted));
  return { ...noRound, ranks: indices, limit: ranks ? book.orders.atOnce : 0 };
}

function indexOf(book: { readonly index: ReadonlyMap<string, number> }, device: string): number {
  return present(book.index.get(device), 'a rank names members');
}

/** Tells whoever may be told now; true when all of the round have settled. */
export function goOn(draft: Draft): boolean {
  const order = present(phases[draft.work.phase].order, 'a round has an order');
  for (;;) {
    const { ranks, rank } = draft.work.round;
    const members = ranks[rank];
    if (!members) return draft.work.round.open === 0;
    while (mayTellMore(draft.work.round, members)) tellNext(draft, members, order);
    if (draft.work.round.open > 0) return false;
    draft.work.round = { ...draft.work.round, rank: rank + 1, next: 0 };
  }
}

function mayTellMore({ next, open, limit }: Round, members: readonly number[]): boolean {
  return next < members.length && (limit === 0 || open < limit);
}

function tellNext(
  draft: Draft,
  members: readonly number[],
  order: Parameters<typeof tell>[2],
): void {
  const { round } = draft.work;
  tell(draft, present(members[round.next], 'the next of a rank'), order);
  draft.work.round = { ...round, next: round.next + 1, open: round.open + 1 };
}

/** One member of the round has settled. */
export function settleOne(draft: Draft): void {
  const { round } = draft.work;
  draft.work.round = { ...round, open: round.open - 1 };
}
