/**
 * One device's place in the controller: orders one after the other, the lease while it is needed.
 *
 * Rule 1: one order at a time; `stop` and renewals go beside it, over a second channel.
 */
import { dropSession, runKit } from '../interpreter/connect.ts';
import type { DeviceContext } from '../interpreter/context.ts';
import { carryOut } from '../interpreter/orders.ts';
import { fault, isFault, type OrFault } from '../protocol/fault.ts';
import type { Answer, Order } from '../protocol/messages.ts';
import { keepLease } from './lease.ts';

export interface Worker {
  tell(order: Order): Promise<OrFault<Answer>>;
  stop(): void;
  close(): void;
}

export function makeWorker(context: DeviceContext): Worker {
  let last: Promise<unknown> = Promise.resolve();
  let endLease = (): void => undefined;
  return {
    tell: (order) => {
      const answer = last.then(() => {
        endLease();
        if (order === 'switch') endLease = keepLease(context);
        if (order === 'verify') endLease = keepLease(context);
        return told(context, order);
      });
      last = answer;
      return answer;
    },
    stop: () => {
      const connection = context.open?.connection;
      if (connection !== undefined)
        void runKit(context, connection, ['stop', context.header.transaction]);
    },
    close: () => {
      endLease();
      dropSession(context);
    },
  };
}

/** A defect in the interpreter ends the order, not the controller: the device is told to revert. */
async function told(context: DeviceContext, order: Order): Promise<OrFault<Answer>> {
  try {
    const answer = await carryOut(context, order);
    if (isFault(answer)) dropSession(context);
    return answer;
  } catch (error) {
    dropSession(context);
    return fault(
      'defect',
      `a defect of ours: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
