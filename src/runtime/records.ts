/**
 * What the runtime keeps in the journal beside the protocol's own records, and what each is for.
 *
 *   run-begin  a plan that was ordered; whole, so that a recovery reads no script and no inventory
 *   unit       which transaction is which unit of a run
 *   sent       what is about to be sent to a device, before it is (S6)
 *   captured   a value that a step gave, for phases that a later controller has to run
 *   run-end    how the run ended
 */
import type { Datum } from '../language/checked.ts';
import type { ResolvedPlan } from '../planning/resolved.ts';
import type { SentStep } from '../interpreter/desk.ts';
import type { Order } from '../protocol/messages.ts';

export type RuntimeRecord =
  | {
      readonly record: 'run-begin';
      readonly run: string;
      readonly operator: string;
      readonly plan: ResolvedPlan;
    }
  | {
      readonly record: 'unit';
      readonly run: string;
      readonly unit: string;
      readonly operator: string;
    }
  | {
      readonly record: 'sent';
      readonly device: string;
      readonly order: Order | 'download';
      readonly steps: readonly SentStep[];
    }
  | {
      readonly record: 'captured';
      readonly device: string;
      readonly name: string;
      readonly value: Datum;
    }
  | {
      readonly record: 'download-asked';
      readonly device: string;
      readonly installed: string;
      readonly version: string;
    }
  | { readonly record: 'download-answered'; readonly device: string; readonly result: string }
  | { readonly record: 'run-end'; readonly run: string; readonly exitCode: number };
