/**
 * Stops the order at work on a device, over a second channel (docs/device-kit.md, `stop`).
 *
 * Rule 1: it is said until the order has ended: when it is first said, the order may not have reached the device.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { isFault } from '../protocol/fault.ts';
import { runKit } from './connect.ts';
import { isStopping, type DeviceContext } from './context.ts';

const AGAIN_MS = 500;

export async function stopOrder(context: DeviceContext): Promise<void> {
  context.stopping = true;
  while (isStopping(context)) {
    await sayStop(context);
    await pause(AGAIN_MS);
  }
}

/** Over the connection that is open; where the order has another one to itself, over one of its own. */
async function sayStop(context: DeviceContext): Promise<void> {
  const { transaction, epoch, controller } = context.header;
  const open = context.open?.connection;
  const connection = open ?? (await context.connect());
  if (isFault(connection)) return;
  await runKit(context, connection, ['stop', transaction, String(epoch), controller]);
  if (open === undefined) connection.close();
}
