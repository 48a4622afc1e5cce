/** What a unit is at in this very process: which order each device was told, and since when it is waited for. */
import type { DeviceState, Order } from '../protocol/messages.ts';
import { unitPhase, waitsFor, type UnitPhase, type Wait } from '../protocol/transaction.ts';
import type { Driver } from './driver.ts';

/** A wait, and its age. */
export interface AgedWait extends Wait {
  /** ISO 8601. */
  readonly since: string;
}

export interface DeviceUnderWay {
  readonly device: string;
  /** What it last said; missing where it was not asked yet. */
  readonly state?: DeviceState;
  /** The order that it is at, or that is to reach it. */
  readonly told?: Order;
}

export interface UnderWay {
  readonly transaction: string;
  readonly phase: UnitPhase;
  readonly devices: readonly DeviceUnderWay[];
  readonly waits: readonly AgedWait[];
}

export function underWay(driver: Driver, now: string): UnderWay {
  const state = driver.state();
  const { members } = state.book;
  return {
    transaction: driver.transaction,
    phase: unitPhase(state),
    devices: members.map(({ device, state: said }, at) => {
      const told = state.work.members[at]?.told;
      return {
        device,
        ...(said === undefined ? {} : { state: said }),
        ...(told === undefined ? {} : { told }),
      };
    }),
    waits: waitsFor(state).map((wait) => ({
      ...wait,
      since: driver.toldSince(wait.device ?? '') ?? now,
    })),
  };
}
