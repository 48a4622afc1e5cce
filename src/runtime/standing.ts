/** How a unit's transaction stands at this moment, by what is known of each device. */
import { unitPhase, waitsFor, type UnitState } from '../protocol/transaction.ts';
import type { EventBody } from '../report/events.ts';

export interface StandingUnit {
  readonly transaction: string;
  readonly unit: string;
  readonly operator: string;
  readonly since: string;
}

export function standingOf(unit: StandingUnit, state: UnitState): EventBody {
  const waits = new Map(waitsFor(state).map(({ device, name }) => [device, name]));
  const devices = state.book.members.map(({ device, state: said }) => {
    const wait = waits.get(device);
    return {
      device,
      ...(said === undefined ? {} : { state: said }),
      ...(wait === undefined ? {} : { waits: wait }),
    };
  });
  return { event: 'standing', ...unit, phase: unitPhase(state), devices };
}
