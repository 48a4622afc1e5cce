/**
 * The book: what a transaction knows that is also on disk.
 *
 * Rule 1: it changes by a record and by nothing else, so folding the records gives it back exactly.
 * Deliberately not here: what is under way at this moment (`unit-state.ts`); it dies with the process.
 */
import type { Answer, DeviceState, Order, Outage } from './messages.ts';
import type { Fault } from './fault.ts';
import type { Decision, Outcome, UnitOrders, UnitRecord } from './unit.ts';
import { present } from './assert.ts';

/** The first cause, with the device it came from. */
export type Cause = Fault & { readonly device?: string };

/** What is known of one member; `state` is what it last said is on its disc. */
export interface MemberBook {
  readonly device: string;
  readonly version: string;
  readonly state?: DeviceState;
  readonly already: boolean;
  /** It has said that its switch began, or was told to switch and never answered. */
  readonly switched?: true;
  /** The old fingerprint, as it staged. */
  readonly fingerprint?: string;
  /** The fingerprint of what `stage` made there. */
  readonly made?: string;
  readonly armedAtMs?: number;
  /** Its newest answer to an inquiry since the last take-over: did another journal's controller ever take its epoch? */
  readonly alien?: boolean;
  readonly finished: boolean;
  readonly broken?: { readonly fault: Fault; readonly backup?: string };
  readonly outages: readonly Outage[];
  readonly warnings: readonly Fault[];
  /** The newest fault written down, `ORDER CODE`: the same one is not written twice. */
  readonly faulted?: string;
}

export interface Book {
  orders: UnitOrders;
  begun: boolean;
  intent: boolean;
  switching: boolean;
  decision: Decision;
  ended: boolean;
  /** How many controllers have taken it over. */
  lives: number;
  cause?: Cause;
  outcome?: Outcome;
  members: MemberBook[];
  readonly index: ReadonlyMap<string, number>;
}

export function newBook(orders: UnitOrders): Book {
  const members = orders.members.map(({ device, version }) => ({
    device,
    version,
    already: false,
    finished: false,
    outages: [],
    warnings: [],
  }));
  const index = new Map(orders.members.map(({ device }, at) => [device, at]));
  const marks = { begun: false, intent: false, switching: false, ended: false, lives: 0 };
  return { orders, ...marks, decision: 'none', members, index };
}

export function memberAt(
  book: { readonly index: ReadonlyMap<string, number> },
  device: string,
): number {
  return present(book.index.get(device), `an event names a device of its unit, not ${device}`);
}

/** Writes one record into the book, in place. */
export function fold(book: Book, record: UnitRecord): void {
  switch (record.record) {
    case 'begin':
      book.begun = true;
      return;
    case 'taken-over':
      book.lives += 1;
      book.members = book.members.map(forgetAlien);
      return;
    case 'intent':
      book.intent = true;
      return;
    case 'switching':
      book.switching = true;
      return;
    case 'commit':
      book.decision = 'commit';
      delete book.cause;
      return;
    case 'abort':
      book.decision = 'abort';
      book.cause = record.cause;
      return;
    case 'end':
      book.ended = true;
      book.outcome = record.outcome;
      return;
    case 'answer':
      return change(book, record.device, (member) =>
        noteSwitch(learn(member, record.order, record.answer, record.atMs, book.switching)),
      );
    case 'fault':
      return change(book, record.device, (member) =>
        learnFault(member, record.order, record.fault),
      );
  }
}

function change(book: Book, device: string, to: (member: MemberBook) => MemberBook): void {
  const at = memberAt(book, device);
  book.members[at] = to(present(book.members[at], 'each device has its member'));
}

function forgetAlien({ alien: _, ...member }: MemberBook): MemberBook {
  return member;
}

/** The journal lacks what must have been in it (`fallen-back.ts`). */
export const fallenBack: Fault['code'] = 'journal-behind';

const warns = (order: Order): boolean => order === 'finish' || order === 'report';

function learnFault(member: MemberBook, order: Order, fault: Fault): MemberBook {
  const faulted = `${order} ${fault.code}`;
  if (order === 'switch') return { ...member, faulted, switched: true };
  if (!warns(order) && fault.code !== fallenBack) return { ...member, faulted };
  return { ...member, faulted, warnings: [...member.warnings, fault] };
}

/** What an answer says of the device's disc. */
function learn(
  member: MemberBook,
  order: Order,
  answer: Answer,
  atMs: number,
  switching: boolean,
): MemberBook {
  switch (answer.answer) {
    case 'standing':
      return { ...member, state: answer.state, alien: answer.alien, outages: answer.outages };
    case 'staged':
      return {
        ...member,
        state: 'staged',
        already: answer.already,
        fingerprint: answer.fingerprint,
        ...(answer.made !== undefined && { made: answer.made }),
      };
    case 'armed':
      return { ...member, state: 'armed', armedAtMs: atMs, outages: answer.outages };
    case 'voted':
      return { ...member, state: 'voted' };
    case 'confirmed':
      return { ...member, state: 'confirmed' };
    case 'finished':
      return { ...member, finished: true, warnings: [...member.warnings, ...answer.warnings] };
    case 'reverted':
      return {
        ...withoutBreak(member),
        state: 'dead',
        outages: answer.outages,
        warnings: [...member.warnings, ...leftBehind(answer.left)],
      };
    case 'broken':
      return {
        ...member,
        state: 'broken',
        broken: { fault: answer.fault, backup: answer.backup },
        outages: answer.outages ?? member.outages,
      };
    case 'failed':
      return warns(order)
        ? learnFault(member, order, answer.fault)
        : { ...member, state: answer.state };
    case 'refused':
      // Another transaction is open there, so ours is not; and before SWITCHING nothing was changed.
      return order === 'revert' && !switching ? { ...member, state: 'idle' } : member;
    case 'verified':
    case 'reported':
      return member;
  }
}

const SWITCHED: readonly (DeviceState | undefined)[] = ['switch-intent', 'armed'];

function noteSwitch(member: MemberBook): MemberBook {
  return SWITCHED.includes(member.state) ? { ...member, switched: true } : member;
}

function leftBehind(left: readonly string[] = []): readonly Fault[] {
  if (left.length === 0) return [];
  const message = `it has lost its records of this transaction; what it may have made is not dropped: ${left.join(', ')}`;
  return [{ code: 'left-behind', message, hint: 'look there, and remove it by hand' }];
}

function withoutBreak({ broken: _, ...member }: MemberBook): MemberBook {
  return member;
}
