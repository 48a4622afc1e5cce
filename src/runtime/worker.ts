/**
 * One device's place in the controller: orders one after the other, the lease while it is needed.
 *
 * Rule 1: one order at a time; `stop` and renewals go beside it, over a second channel.
 */
import { dropSession } from '../interpreter/connect.ts';
import type { DeviceContext } from '../interpreter/context.ts';
import { carryOut } from '../interpreter/orders.ts';
import { stopOrder } from '../interpreter/stop.ts';
import { fault, isFault, type OrFault } from '../protocol/fault.ts';
import type { Answer, Order } from '../protocol/messages.ts';
import { keepLease } from './lease.ts';

export interface Worker {
  tell(order: Order): Promise<OrFault<Answer>>;
  /** The order under way; it answers all the same, and the next one is not concerned. */
  stop(): void;
  close(): void;
}

export function makeWorker(context: DeviceContext): Worker {
  let last: Promise<unknown> = Promise.resolve();
  let endLease = (): void => undefined;
  let waiting = 0;
  return {
    tell: (order) => {
      waiting += 1;
      const answer = last.then(() => {
        endLease();
        if (order === 'switch') endLease = keepLease(context);
        if (order === 'verify') endLease = keepLease(context);
        return told(context, order).finally(() => {
          waiting -= 1;
          context.stopping = false;
        });
      });
      last = answer;
      return answer;
    },
    stop: () => {
      if (waiting > 0 && !context.stopping) void stopOrder(context);
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
    // A key that was refused was another connection's: the way back goes over the one that is trusted.
    if (isFault(answer) && answer.fault.code !== 'host-key') dropSession(context);
    return answer;
  } catch (error) {
    dropSession(context);
    return fault(
      'defect',
      `a defect of ours: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
