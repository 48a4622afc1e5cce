/** What the model's device does with each order in each state. */
import type { Reaction } from '../../../src/protocol/device-table.ts';
import type { DeviceState, Order } from '../../../src/protocol/messages.ts';
import { complete, newDevice, receive, type Device } from './device.ts';
import { unbroken } from './rules.ts';

export const allStates: readonly DeviceState[] = [
  ...([
    'idle',
    'preparing',
    'staged',
    'switch-intent',
    'armed',
    'held',
    'voted',
    'confirmed',
  ] as const),
  ...(['revert-intent', 'dead', 'broken'] as const),
];

export const allOrders: readonly Order[] = [
  ...([
    'inquire',
    'prepare',
    'switch',
    'verify',
    'hold',
    'confirm',
    'finish',
    'revert',
    'report',
  ] as const),
];

export interface Reacted {
  readonly reaction: Reaction;
  /** The states it passes through, in order, where all goes well; the last is where it rests. */
  readonly way: readonly DeviceState[];
}

/** A member that is staged and told to hold is one that was there already. */
export function reactionOf(state: DeviceState, order: Order): Reacted {
  const owned = { epoch: 1, controller: 'A', beginner: 'A' };
  const device: Device = {
    ...newDevice('d', order === 'hold' && state === 'staged'),
    state,
    ...owned,
  };
  const message = { life: 0, serial: 1, device: 0, order, epoch: 1, controller: 'A' };
  const answer = receive(device, message, unbroken);
  const begun = device.state;
  if (device.work !== undefined) complete(device, true);
  const way = [begun, device.state].filter(
    (each, at, all) => each !== state && each !== all[at - 1],
  );
  if (answer?.answer === 'failed') return { reaction: 'refuse', way: [] };
  const does = answer === undefined || way.length > 0 || order === 'finish' || order === 'report';
  return { reaction: does ? 'do' : 'answer', way };
}
