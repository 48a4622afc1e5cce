/**
 * An answer that can't be true, given what the device said before.
 *
 * A device that has lost its records of the transaction takes itself for one that was never asked, and answers a
 * revert with a tombstone; but nothing was undone there. The old fingerprint, which it gave when it staged, tells.
 * One whose records are an older copy takes itself for staged: what it finds changed there tells.
 */
import type { Fault } from './fault.ts';
import type { Answer } from './messages.ts';
import type { UnitState } from './unit-state.ts';
import { memberAt } from './book.ts';

export function contradicted({ book }: UnitState, device: string, answer: Answer): Answer {
  const member = book.members[memberAt(book, device)];
  if (answer.answer !== 'reverted' || !book.switching) return answer;
  if (member?.switched === true && answer.strayed !== undefined)
    return { answer: 'broken', backup: '', fault: older(answer.strayed) };
  if (member?.fingerprint === undefined || answer.fingerprint === member.fingerprint) return answer;
  return { answer: 'broken', backup: '', fault: lost };
}

/** It has switched, and its records are those of before: an older copy was put in their place. */
function older(difference: string): Fault {
  return { ...lost, message: `${lost.message}; it is not as it was before: ${difference}` };
}

const lost = {
  code: 'state-lost',
  message: 'it has lost its records of this transaction, so it could not be put back',
  hint: 'look at the device itself: `cutover history` shows what was done there',
};
