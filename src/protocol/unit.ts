/**
 * The words of one unit's transaction: what goes into it, what comes out, what the journal keeps.
 *
 * Rule 1: plain data, all of it; a record is stored as it stands here.
 * Deliberately not here: what follows from what (`transaction.ts` and the files that it names).
 */
import type { Answer, Order, Outage } from './messages.ts';
import type { Fault } from './fault.ts';

/** What a unit is, before anything happened. Plain data; stored in the BEGIN record. */
export interface UnitOrders {
  readonly transaction: string;
  readonly title: string;
  readonly members: readonly UnitMember[];
  /** Ranks of device names: a rank is told when the whole rank before has answered. Together they hold each member once. */
  readonly prepareRanks: readonly (readonly string[])[];
  readonly switchRanks: readonly (readonly string[])[];
  /** First armed to last armed, at most. */
  readonly skewMs?: number;
  /** First switch told to last vote, at most. */
  readonly voteWithinMs: number;
  /** How many devices may be at work at once in prepare, and in switch; 0: no limit. */
  readonly atOnce: number;
  /** How long to go on asking a device that doesn't answer before `pending` is reported; default 60 s. */
  readonly patienceMs?: number;
}

export interface UnitMember {
  readonly device: string;
  /** The version that was ordered. */
  readonly version: string;
}

export type Decision = 'none' | 'commit' | 'abort';

export type UnitEvent =
  | { readonly event: 'begun' }
  /** A controller took the transaction over (also: the same one after a crash), under a higher epoch. */
  | { readonly event: 'taken-over'; readonly ownJournal: boolean }
  | {
      readonly event: 'answered';
      readonly device: string;
      readonly order: Order;
      readonly answer: Answer;
      readonly atMs: number;
    }
  /** The order could not be brought, or its answer was lost; the device may or may not have acted. */
  | {
      readonly event: 'unanswered';
      readonly device: string;
      readonly order: Order;
      readonly fault: Fault;
    }
  | { readonly event: 'elapsed'; readonly timer: TimerName }
  /** An operator asks for the end (^C, `abort TX`). */
  | { readonly event: 'abort-asked'; readonly by: string }
  /**
   * The journal refused a record: a higher epoch is in it (`code: 'fenced'`), or the disc failed. The driver drops what
   * it had not carried out; what this event gives is carried out, without records.
   * `committed`: whether COMMIT is in the journal, opened and read again; missing where that can't be known.
   */
  | { readonly event: 'journal-refused'; readonly fault: Fault; readonly committed?: boolean };

/** `vote`: the unit's time to its vote. `retry:DEVICE`: say it again. `patience`: report pending. */
export type TimerName = 'vote' | 'patience' | `retry:${string}`;

export type UnitCommand =
  | { readonly command: 'log'; readonly record: UnitRecord }
  | { readonly command: 'tell'; readonly device: string; readonly order: Order }
  /** The device is at work on what goes back now, and is to stop; its answer is still waited for. */
  | { readonly command: 'stop'; readonly device: string }
  | { readonly command: 'set-timer'; readonly timer: TimerName; readonly ms: number }
  | { readonly command: 'clear-timer'; readonly timer: TimerName }
  | { readonly command: 'end'; readonly outcome: Outcome };

/** How it ended, or stands when patience ran out (`pending`: it is still open). */
export interface Outcome {
  readonly result:
    'committed' | 'refused' | 'reverted' | 'pending' | 'broken' | 'fenced' | 'journal-fault';
  readonly decision: Decision;
  readonly cause?: Fault & { readonly device?: string };
  readonly devices: readonly DeviceOutcome[];
  /** First armed to last armed; missing where fewer than two devices armed. */
  readonly skewMs?: number;
}

export interface DeviceOutcome {
  readonly device: string;
  readonly standing: 'untouched' | 'reverted' | 'confirmed' | 'voted' | 'broken' | 'unknown';
  /** What it waits for, where it waits. */
  readonly waits?: string;
  /** It was on the ordered version before; its software was not touched. */
  readonly already?: boolean;
  /** The ordered version, where it was there already. */
  readonly version?: string;
  /** Why it is broken, and where what was kept lies on it. */
  readonly fault?: Fault;
  readonly backup?: string;
  readonly outages: readonly Outage[];
  readonly warnings: readonly Fault[];
}

/**
 * What the journal keeps of a unit, beside `sent` records that the driver writes for each batch of
 * steps before it goes out (S6). Folding a transaction's records gives its state back.
 */
export type UnitRecord =
  | { readonly record: 'begin'; readonly orders: UnitOrders }
  | { readonly record: 'taken-over' }
  | { readonly record: 'intent' }
  | { readonly record: 'switching' }
  | {
      readonly record: 'answer';
      readonly device: string;
      readonly order: Order;
      readonly answer: Answer;
      readonly atMs: number;
    }
  | {
      readonly record: 'fault';
      readonly device: string;
      readonly order: Order;
      readonly fault: Fault;
    }
  | { readonly record: 'commit' }
  | { readonly record: 'abort'; readonly cause: Fault & { readonly device?: string } }
  | { readonly record: 'end'; readonly outcome: Outcome };
