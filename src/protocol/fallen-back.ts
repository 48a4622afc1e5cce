/**
 * A journal that has fallen back: a device stands further on its way than the journal can have sent it.
 *
 * The journal is never behind the devices (S6). One that is has lost records, a COMMIT perhaps: an older copy was put in
 * its place, say. What is missing in it then means nothing any more: it is taken for a controller without the journal.
 */
import { fallenBack, type Book, type MemberBook } from './book.ts';
import type { DeviceState } from './messages.ts';
import type { Fault } from './fault.ts';
import { log, type Draft } from './draft.ts';

type Known = Readonly<Pick<Book, 'switching' | 'decision'>>;

const switched: ReadonlySet<DeviceState> = new Set(['switch-intent', 'armed', 'held', 'voted']);

/** No device votes before SWITCHING, and none is confirmed before COMMIT. */
function isAhead({ state }: MemberBook, { switching, decision }: Known): boolean {
  if (state === undefined) return false;
  return state === 'confirmed' ? decision !== 'commit' : !switching && switched.has(state);
}

export function hasFallenBack(book: Known & { readonly members: readonly MemberBook[] }): boolean {
  return book.members.some((member) => isAhead(member, book));
}

/** It is put down once for each device that shows it, and told with the outcome. */
export function noteFallenBack(draft: Draft, member: MemberBook): void {
  const { book, work } = draft;
  const { device, state, alien, faulted } = member;
  if (!work.ownJournal || alien !== false || !isAhead(member, book)) return;
  if (faulted === `inquire ${fallenBack}`) return;
  const missing = state === 'confirmed' ? 'COMMIT' : 'SWITCHING';
  log(draft, { record: 'fault', device, order: 'inquire', fault: lostRecord(missing, state) });
}

function lostRecord(missing: string, state: DeviceState | undefined): Fault {
  return {
    code: fallenBack,
    message: `it is ${String(state)}, and the journal has no ${missing}: the journal has lost records (was an older copy put back?), so the devices decide`,
  };
}
