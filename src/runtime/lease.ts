/**
 * The dead-man's lease, renewed while this controller lives: every third of it, over a second channel.
 * A renewal that can't be brought is passed over; the next one, or the device's own timer, decides.
 */
import { runKit } from '../interpreter/connect.ts';
import type { DeviceContext } from '../interpreter/context.ts';

/** Starts renewing; what it returns ends it. */
export function keepLease(context: DeviceContext): () => void {
  const { transaction, epoch, controller } = context.header;
  const { deadManS } = context.leases;
  const renew = (): void => {
    const connection = context.open?.connection;
    if (connection === undefined) return;
    void runKit(context, connection, [
      'renew',
      transaction,
      String(epoch),
      controller,
      String(deadManS),
    ]);
  };
  const timer = setInterval(renew, (deadManS * 1000) / 3);
  return () => {
    clearInterval(timer);
  };
}
