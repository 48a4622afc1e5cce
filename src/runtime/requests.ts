/** What a client may ask of the controller's socket, and what it is told. */
import type { Fault } from '../protocol/fault.ts';
import type { ResolvedPlan } from '../planning/resolved.ts';
import type { CutoverEvent } from '../report/events.ts';
import type { UnderWay } from './under-way.ts';

export type Request =
  | {
      readonly do: 'run';
      readonly plan: ResolvedPlan;
      readonly operator: string;
      readonly atOnce: number;
      /** Of the devices' dead-man timers. */
      readonly leaseS: number;
    }
  | { readonly do: 'download'; readonly plan: ResolvedPlan; readonly operator: string }
  /** Everything that is open is taken up; also done by itself when a controller starts. */
  | { readonly do: 'recover' }
  | { readonly do: 'abort'; readonly transaction: string; readonly operator: string }
  /** What is under way, for one who only looks. */
  | { readonly do: 'look' }
  /** ^C: ends what this very connection began. */
  | { readonly do: 'interrupt'; readonly operator: string }
  /** The second ^C: the controller ends at once, as if it had been killed. */
  | { readonly do: 'halt' };

export type Reply =
  | { readonly reply: 'looked'; readonly units: readonly UnderWay[] }
  | { readonly reply: 'event'; readonly event: CutoverEvent }
  | { readonly reply: 'done'; readonly exitCode: number }
  | { readonly reply: 'refused'; readonly fault: Fault };
