/** The fence's two faces: another transaction holds the device, or another controller holds this transaction. */
import type { Answer, Holder } from './messages.ts';
import type { Fault } from './fault.ts';
import type { Draft } from './draft.ts';

type Refused = Extract<Answer, { readonly answer: 'refused' }>;

/** Refused in our own transaction: a controller with a higher epoch leads it. */
export function isOurs({ book }: Draft, answer: Answer): answer is Refused {
  return answer.answer === 'refused' && answer.holder.transaction === book.orders.transaction;
}

export function fencedFault({ epoch, controller, operator, since }: Holder): Fault {
  return {
    code: 'fenced',
    message: `controller ${controller} of ${operator} leads this transaction with epoch ${String(epoch)}${sinceOf(since)}`,
  };
}

export function busyFault({ transaction, operator, since }: Holder): Fault {
  return {
    code: 'busy',
    message: `held by transaction ${transaction} of ${operator}${sinceOf(since)}`,
    hint: 'wait until it has ended; its own controller tells how far it is (`status` with the state folder of that run)',
  };
}

function sinceOf(since: string): string {
  return since === '' ? '' : `, since ${since}`;
}
