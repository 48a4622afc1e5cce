/** The units under way in this controller, and which devices they hold. */
import type { Outcome } from '../protocol/transaction.ts';
import type { Driver } from './driver.ts';

export interface LiveUnit {
  readonly driver: Driver;
  readonly operator: string;
  readonly since: string;
  /** How it stood when it first said so: at its end, or pending. */
  readonly outcome: Promise<Outcome>;
}

export interface LiveUnits {
  add(unit: LiveUnit): void;
  remove(transaction: string): void;
  get(transaction: string): LiveUnit | undefined;
  all(): readonly LiveUnit[];
  /** The unit that holds one of these devices. */
  holding(devices: readonly string[]): LiveUnit | undefined;
}

export function makeLiveUnits(): LiveUnits {
  const units = new Map<string, LiveUnit>();
  return {
    add: (unit) => void units.set(unit.driver.transaction, unit),
    remove: (transaction) => void units.delete(transaction),
    get: (transaction) => units.get(transaction),
    all: () => [...units.values()],
    holding: (devices) =>
      [...units.values()].find((unit) =>
        unit.driver.devices.some((device) => devices.includes(device)),
      ),
  };
}
