/**
 * An answer that can't be true, given what the device said before.
 *
 * A device that has lost its records of the transaction takes itself for one that was never asked, and answers a
 * revert with a tombstone; but nothing was undone there. The old fingerprint, which it gave when it staged, tells.
 */
import type { Answer } from './messages.ts';
import type { UnitState } from './unit-state.ts';
import { memberAt } from './book.ts';

export function contradicted({ book }: UnitState, device: string, answer: Answer): Answer {
  const fingerprint = book.members[memberAt(book, device)]?.fingerprint;
  if (answer.answer !== 'reverted' || !book.switching) return answer;
  if (fingerprint === undefined || answer.fingerprint === fingerprint) return answer;
  return { answer: 'broken', backup: '', fault: lost };
}

const lost = {
  code: 'state-lost',
  message: 'it has lost its records of this transaction, so it could not be put back',
  hint: 'look at the device itself: `cutover history` shows what was done there',
};
