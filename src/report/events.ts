/**
 * The one stream of typed events: what the controller says while it works. Plain text, JSON and screens
 * are functions of it; nothing is shown that is not in it.
 *
 * Rule 1: text in an event is free of control characters already (`sanitize`).
 * Rule 2: versioned; fields are added, never changed (docs/events.md).
 */
import type { DeviceState, Order, Outage } from '../protocol/messages.ts';
import type { Fault } from '../protocol/fault.ts';
import type { Outcome } from '../protocol/transaction.ts';

/** What every event carries; `at` is ISO 8601 by the controller's clock. */
export interface Stamp {
  readonly v: 1;
  readonly at: string;
}

/** What a decision is about: nothing of any device, what is staged beside the live version, or the live version. */
export type Reach = 'nothing' | 'staged' | 'live';

export type CutoverEvent = Stamp & EventBody;

/** The last line of `recover` and `abort` as JSON: they are about no run of their own. */
export type CommandEnded = Stamp & { readonly event: 'ended'; readonly exitCode: number };

export interface DeviceStanding {
  readonly device: string;
  /** What it last said; missing where it was not asked yet. */
  readonly state?: DeviceState;
  /** What it is waited for. */
  readonly waits?: string;
}

export type EventBody =
  | {
      readonly event: 'run-started';
      readonly run: string;
      readonly plan: string;
      readonly hash: string;
      readonly units: number;
      readonly devices: number;
      readonly unsigned?: true;
    }
  | { readonly event: 'recovery-found'; readonly transaction: string; readonly found: string }
  | {
      readonly event: 'unit-started';
      readonly transaction: string;
      readonly unit: string;
      readonly devices: readonly string[];
      readonly epoch: number;
    }
  | {
      /** To whoever comes later, and as a transaction is taken up: where it is and where each device stands. */
      readonly event: 'standing';
      readonly transaction: string;
      readonly unit: string;
      readonly operator: string;
      readonly since: string;
      readonly phase: string;
      readonly devices: readonly DeviceStanding[];
    }
  | {
      readonly event: 'decision';
      readonly transaction: string;
      readonly decision: 'preparing' | 'switching' | 'commit' | 'abort';
      readonly reach: Reach;
      readonly cause?: string;
    }
  | {
      readonly event: 'order-told';
      readonly transaction: string;
      readonly device: string;
      readonly order: Order | 'download';
    }
  | {
      readonly event: 'order-answered';
      readonly transaction: string;
      readonly device: string;
      readonly order: Order | 'download';
      readonly answer: string;
      readonly state?: DeviceState;
      readonly fault?: Fault;
      /** The ordered version, where it was on it already. */
      readonly already?: string;
      readonly outages?: readonly Outage[];
    }
  | {
      readonly event: 'step-began';
      readonly transaction: string;
      readonly device: string;
      readonly step: string;
      readonly line: number;
      readonly words: string;
    }
  | {
      readonly event: 'step-ended';
      readonly transaction: string;
      readonly device: string;
      readonly step: string;
      readonly line: number;
      readonly result: 'done' | 'already' | 'failed' | 'skipped';
      readonly ms: number;
    }
  | {
      readonly event: 'step-output';
      readonly transaction: string;
      readonly device: string;
      readonly step: string;
      readonly text: string;
      readonly capped: boolean;
    }
  | {
      readonly event: 'progress';
      readonly transaction: string;
      readonly device: string;
      readonly percent: number;
    }
  | {
      readonly event: 'waiting';
      readonly transaction: string;
      readonly device: string;
      readonly order: Order;
      readonly why: string;
    }
  | {
      readonly event: 'unit-ended';
      readonly transaction: string;
      readonly unit: string;
      readonly outcome: Outcome;
    }
  | {
      readonly event: 'run-ended';
      readonly run: string;
      readonly exitCode: number;
      readonly unsigned?: true;
    };
