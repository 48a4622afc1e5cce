/**
 * What the transaction and its devices say to each other.
 *
 * Rule 1: an order carries transaction, epoch and controller; a device that knows better refuses.
 * Rule 2: an answer says what is on the device's disc, not what is hoped for.
 * Deliberately not here: bytes on the wire (`../device`), which order may follow which state (`device-table.ts`).
 */
import type { Fault } from './fault.ts';

/** `PROTOCOL.md`'s states, and two the paper leaves out: `preparing` (prepare has begun, staged not
 * reached) and `broken` (a revert failed). */
export type DeviceState =
  | 'idle'
  | 'preparing'
  | 'staged'
  | 'switch-intent'
  | 'armed'
  | 'held'
  | 'voted'
  | 'confirmed'
  | 'revert-intent'
  | 'dead'
  | 'broken';

export type Order =
  'inquire' | 'prepare' | 'switch' | 'verify' | 'hold' | 'confirm' | 'finish' | 'revert' | 'report';

/** One outage of a service, by the device's own uptime clock; `endedMs` is missing while it is down. */
export interface Outage {
  readonly service: string;
  readonly ms: number;
  readonly ended: boolean;
}

export type Answer =
  | Standing
  | {
      readonly answer: 'staged';
      readonly version: string;
      readonly fingerprint: string;
      readonly already: boolean;
      /** The fingerprint of what `stage` made and fetched; missing where that is nothing. */
      readonly made?: string;
    }
  | { readonly answer: 'armed'; readonly fingerprint: string; readonly outages: readonly Outage[] }
  | { readonly answer: 'verified'; readonly version: string }
  | { readonly answer: 'voted' }
  | { readonly answer: 'confirmed' }
  | { readonly answer: 'finished'; readonly warnings: readonly Fault[] }
  | { readonly answer: 'reported' }
  /** A tombstone: everything is as it was before. `fingerprint` is missing where nothing had been staged. */
  | {
      readonly answer: 'reverted';
      readonly fingerprint?: string;
      /** The device knew nothing of the transaction: what it may have made before it lost its records, and did not drop. */
      readonly left?: readonly string[];
      /** By its records its switch had not begun, yet it is not as it was when it staged: the first difference. */
      readonly strayed?: string;
      readonly outages: readonly Outage[];
    }
  /** The revert itself failed; `backup` is where what was kept lies on the device. */
  | {
      readonly answer: 'broken';
      readonly fault: Fault;
      readonly backup: string;
      /** Missing where it could not say. */
      readonly outages?: readonly Outage[];
    }
  /** The order failed; the device waits, in the state it names, to be told to revert. */
  | { readonly answer: 'failed'; readonly state: DeviceState; readonly fault: Fault }
  /** The fence: a lower epoch, another controller with an equal one, or another transaction is open. */
  | { readonly answer: 'refused'; readonly holder: Holder };

/** The answer to an inquiry. */
export interface Standing {
  readonly answer: 'standing';
  readonly state: DeviceState;
  /** Whether a controller of another journal than the beginner's ever took this device's epoch. */
  readonly alien: boolean;
  /** Taken anew in `staged`; stored in `armed` and after. */
  readonly fingerprint?: string;
  /** In `staged`: of what was made, if it is as it was when that was answered … */
  readonly made?: string;
  /** … else what of it is not. */
  readonly changed?: string;
  readonly outages: readonly Outage[];
}

/** Whose transaction holds a device. */
export interface Holder {
  readonly transaction: string;
  readonly epoch: number;
  readonly controller: string;
  /** `operator@host`. */
  readonly operator: string;
  /** ISO 8601, by the controller's clock; empty where the device doesn't know. */
  readonly since: string;
}
