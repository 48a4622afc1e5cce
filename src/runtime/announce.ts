/** What the unit's doings look like in the stream of events. */
import { isFault, type OrFault } from '../protocol/fault.ts';
import type { Answer, Order } from '../protocol/messages.ts';
import type { UnitRecord, UnitState } from '../protocol/transaction.ts';
import type { Reach } from '../report/events.ts';
import type { UnitSource } from './unit.ts';

type Told = Pick<UnitSource, 'hub' | 'header'>;

const DECISIONS = {
  intent: 'preparing',
  switching: 'switching',
  commit: 'commit',
  abort: 'abort',
} as const;

/** Only what is on disc is announced; `book` is as it stood when the record was made. */
export function announceRecord(
  { hub, header: { transaction } }: Told,
  record: UnitRecord,
  book: UnitState['book'],
): void {
  if (!(record.record in DECISIONS)) return;
  const decision = DECISIONS[record.record as keyof typeof DECISIONS];
  const cause = record.record === 'abort' ? { cause: causeText(record.cause) } : {};
  hub.emit({ event: 'decision', transaction, decision, reach: reachOf(decision, book), ...cause });
}

/** A member already there keeps what it has, whatever is decided. */
function reachOf(decision: string, { intent, switching, members }: UnitState['book']): Reach {
  if (switching && !members.every(({ already }) => already)) return 'live';
  if (decision === 'preparing') return 'staged';
  return decision === 'abort' && intent ? 'staged' : 'nothing';
}

function causeText(cause: Extract<UnitRecord, { record: 'abort' }>['cause']): string {
  return cause.device === undefined ? cause.message : `${cause.device}: ${cause.message}`;
}

export function announceTold(
  { hub, header: { transaction } }: Told,
  device: string,
  order: Order,
): void {
  hub.emit({ event: 'order-told', transaction, device, order });
}

export function announceAnswer(
  { hub, header: { transaction } }: Told,
  device: string,
  order: Order,
  answer: OrFault<Answer>,
): void {
  const who = { transaction, device, order } as const;
  if (isFault(answer)) {
    hub.emit({ event: 'waiting', ...who, why: answer.fault.message });
    return;
  }
  const down = 'outages' in answer ? (answer.outages ?? []) : [];
  const outages = down.length > 0 ? { outages: down } : {};
  const state = 'state' in answer ? { state: answer.state } : {};
  const fault = 'fault' in answer ? { fault: answer.fault } : {};
  const already = answer.answer === 'staged' && answer.already ? { already: answer.version } : {};
  hub.emit({
    event: 'order-answered',
    ...who,
    answer: answer.answer,
    ...state,
    ...fault,
    ...already,
    ...outages,
  });
  if (answer.answer === 'confirmed')
    hub.emit({ event: 'progress', transaction, device, percent: 100 });
}
