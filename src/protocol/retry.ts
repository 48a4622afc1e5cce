/**
 * Orders that must arrive, since the decision is on disk (or is being looked for): they are said again and again.
 *
 * Rule 1: patience ends the waiting for a result, never the transaction: `pending` is said, and it stays open.
 */
import { outcomeOf } from './outcome.ts';
import { phases } from './phases.ts';
import { present } from './assert.ts';
import { bookOf, changeWork, setTimer, tell, workOf, type Draft } from './draft.ts';

const firstMs = 1_000;
const longestMs = 30_000;
const defaultPatienceMs = 60_000;

/** The member didn't answer what it was told (or can't follow yet): again later. */
export function sayAgainLater(draft: Draft, at: number): void {
  const work = workOf(draft, at);
  changeWork(draft, at, { ...work, retrying: true, tries: work.tries + 1 });
  draft.work.retrying += 1;
  const ms = Math.min(longestMs, firstMs * 2 ** Math.min(work.tries, 10));
  setTimer(draft, `retry:${bookOf(draft, at).device}`, ms);
  startPatience(draft);
}

function startPatience(draft: Draft): void {
  const { timers, impatient } = draft.work;
  if (impatient || timers.has('patience')) return;
  setTimer(draft, 'patience', draft.book.orders.patienceMs ?? defaultPatienceMs);
}

export function sayAgain(draft: Draft, at: number): void {
  const work = workOf(draft, at);
  const order = present(work.told, 'what is said again was told');
  draft.work.retrying -= 1;
  changeWork(draft, at, { ...work, retrying: false });
  tell(draft, at, order);
}

/** After each event: once, when patience has run out and only those are missing that can't be reached. */
export function reportPending(draft: Draft): void {
  const { phase, impatient, pendingTold, retrying, round } = draft.work;
  if (phases[phase].kind !== 'sure' || !impatient || pendingTold || retrying < round.open) return;
  draft.work.pendingTold = true;
  const result = draft.work.journalFault ? 'journal-fault' : 'pending';
  draft.commands.push({ command: 'end', outcome: outcomeOf(draft.book, draft.work, result) });
}
