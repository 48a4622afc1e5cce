/** A transaction as the journal tells it, and the few questions that the rules ask about it. */
import type { DeviceEvidence, DeviceTransaction, Evidence, Moment } from './evidence.ts';
import type { AnswerRecord, JournalRow, SentRecord } from './records.ts';

export interface History {
  readonly transaction: string;
  readonly members: readonly string[];
  readonly rows: readonly JournalRow[];
}

export function historiesOf(rows: readonly JournalRow[]): readonly History[] {
  const names = [...new Set(rows.map((row) => row.transaction))];
  return names.map((transaction) => {
    const own = rows.filter((row) => row.transaction === transaction);
    return { transaction, members: membersOf(own), rows: own };
  });
}

function membersOf(rows: readonly JournalRow[]): readonly string[] {
  const names = rows.flatMap(({ record }) =>
    record.record === 'begin' ? record.orders.members.map((member) => member.device) : [],
  );
  return [...new Set(names)];
}

/** The rows before the first of a kind; all of them where there is none. */
export function rowsBefore(
  history: History,
  kind: JournalRow['record']['record'],
): readonly JournalRow[] {
  const at = history.rows.findIndex(({ record }) => record.record === kind);
  return at < 0 ? history.rows : history.rows.slice(0, at);
}

export function has(rows: readonly JournalRow[], kind: JournalRow['record']['record']): boolean {
  return rows.some(({ record }) => record.record === kind);
}

/** A device's answers to orders, and what it said of itself when asked. */
export function answersOf(rows: readonly JournalRow[], device: string): readonly AnswerRecord[] {
  return rows.flatMap(({ record }) =>
    record.record === 'answer' && record.device === device ? [record] : [],
  );
}

/** Whether a device answered that it had reached one of these states. */
export function answered(
  rows: readonly JournalRow[],
  device: string,
  states: readonly string[],
): boolean {
  return answersOf(rows, device).some(({ answer }) =>
    states.includes(answer.answer === 'standing' ? (answer.state ?? '') : answer.answer),
  );
}

export function sentTo(
  rows: readonly JournalRow[],
  device: string,
): readonly (SentRecord & { readonly epoch: number })[] {
  return rows.flatMap(({ record, epoch }) =>
    record.record === 'sent' && record.device === device ? [{ ...record, epoch }] : [],
  );
}

/** The state that a device's folder of a transaction is in: its last whole line. */
export function stateOf(folder: DeviceTransaction | undefined): string {
  return folder?.lines.at(-1)?.state ?? 'idle';
}

export function folderOf(
  device: DeviceEvidence,
  transaction: string,
): DeviceTransaction | undefined {
  return device.transactions.find((folder) => folder.transaction === transaction);
}

export function deviceIn(moment: Moment, name: string): DeviceEvidence | undefined {
  return moment.devices.find(({ device }) => device === name);
}

export const openStates: readonly string[] = [
  'preparing',
  'staged',
  'switch-intent',
  'armed',
  'held',
  'voted',
  'revert-intent',
];

/** Moments are looked at one by one; a rule that holds at each holds at the end. */
export function overMoments<Found>(
  evidence: Evidence,
  look: (moment: Moment) => readonly Found[],
): readonly Found[] {
  return evidence.moments.flatMap(look);
}
