/** One device in one transaction: what is known of it, and the ways to it that are open. */
import type { Connection } from '../device/transport.ts';
import type { Session } from '../device/session.ts';
import type { CheckedScript } from '../language/checked.ts';
import type { OrFault } from '../protocol/fault.ts';
import type { ResolvedDevice, ResolvedPlan } from '../planning/resolved.ts';
import type { Desk, SentStep } from './desk.ts';
import type { DeviceScope } from './scope.ts';

export interface DeviceContext {
  readonly plan: ResolvedPlan;
  readonly device: ResolvedDevice;
  readonly script: CheckedScript;
  readonly scope: DeviceScope;
  readonly desk: Desk;
  readonly header: Header;
  /** The lease of the dead-man timer, and how long a device may stay staged. */
  readonly leases: { readonly deadManS: number; readonly stagedS: number };
  connect(): Promise<OrFault<Connection>>;
  /** What steps that have begun declare to make or write, in prepare; of an earlier life nothing is known. */
  readonly begun: Set<string>;
  /** The steps that were sent to it, by their numbers in this transaction. */
  readonly sent: Map<number, SentStep>;
  /** The main connection and its session, while they live. */
  open: { readonly connection: Connection; readonly session: Session } | undefined;
  /** The order at work is to stop: nothing more of it is sent. */
  stopping: boolean;
}

/** Asked anew each time: it may be told so while anything is waited for. */
export function isStopping({ stopping }: DeviceContext): boolean {
  return stopping;
}

/** Who asks: carried by every order, checked by the device's fence. */
export interface Header {
  readonly transaction: string;
  readonly epoch: number;
  readonly controller: string;
  /** `operator@host`, of `[A-Za-z0-9@._-]`. */
  readonly operator: string;
  /** ISO 8601. */
  readonly since: string;
}
