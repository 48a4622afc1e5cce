/**
 * The way of a transaction, as a table: which order a phase gives, to whom, in which order, and what is next.
 *
 * Rule 1: `forward` phases can still go back: whatever goes wrong there is a reason to abort.
 * Rule 2: in `sure` phases the decision is on disk: an order is said again until it is answered.
 * Rule 3: in `after` phases nothing can go wrong any more; what fails is a warning.
 */
import type { Order } from './messages.ts';
import type { UnitOrders, UnitRecord } from './unit.ts';
import type { MemberBook } from './book.ts';
import type { Phase } from './unit-state.ts';

export type PhaseKind = 'forward' | 'sure' | 'after' | 'still';

/** The records that orders rest on. */
export type Milestone = Exclude<UnitRecord['record'], 'answer' | 'fault'>;

export interface PhaseRow {
  readonly kind: PhaseKind;
  readonly order?: Order;
  /** Who is told; all where missing. */
  readonly who?: (member: MemberBook) => boolean;
  /** In which ranks; all at once where missing. `atOnce` limits ranked phases only. */
  readonly ranks?: (orders: UnitOrders) => readonly (readonly string[])[];
  /** The record that must be on disk before the first of them is told. */
  readonly after?: Milestone;
  readonly next?: Phase;
}

export const phases: Readonly<Record<Phase, PhaseRow>> = {
  unattended: { kind: 'still' },
  asking: { kind: 'forward', order: 'inquire', after: 'begin', next: 'preparing' },
  preparing: {
    kind: 'forward',
    order: 'prepare',
    ranks: (orders) => orders.prepareRanks,
    after: 'intent',
    next: 'rechecking',
  },
  rechecking: { kind: 'forward', order: 'inquire', after: 'intent', next: 'switching' },
  // A member already there is staged, and stays so: it is verified, holds and votes with the others.
  switching: {
    kind: 'forward',
    order: 'switch',
    who: (member) => !member.already,
    ranks: (orders) => orders.switchRanks,
    after: 'switching',
    next: 'verifying',
  },
  // Only when all are armed: linked devices are whole only together.
  verifying: { kind: 'forward', order: 'verify', after: 'switching', next: 'holding' },
  holding: { kind: 'forward', order: 'hold', after: 'switching', next: 'confirming' },
  confirming: {
    kind: 'sure',
    order: 'confirm',
    who: (member) => member.state !== 'confirmed',
    after: 'commit',
    next: 'finishing',
  },
  finishing: {
    kind: 'after',
    order: 'finish',
    who: (member) => !member.already && !member.finished && member.state === 'confirmed',
    after: 'commit',
    next: 'reporting',
  },
  reverting: { kind: 'sure', order: 'revert', after: 'abort', next: 'reporting' },
  // An untouched member has nothing to report.
  reporting: {
    kind: 'after',
    order: 'report',
    who: ({ state }) => state === 'confirmed' || state === 'dead' || state === 'broken',
    after: 'end',
    next: 'ended',
  },
  recovering: { kind: 'sure', order: 'inquire', after: 'taken-over' },
  stopped: { kind: 'still' },
  ended: { kind: 'still' },
};
