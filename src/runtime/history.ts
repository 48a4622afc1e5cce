/** The journal read back as what it was: runs, units, what is open. */
import type { JournalReader } from '../journal/reader.ts';
import type { UnitRecord } from '../protocol/transaction.ts';
import type { RuntimeRecord } from './records.ts';

export type RecordBody = UnitRecord | RuntimeRecord;

const UNIT_RECORDS: readonly string[] = [
  'begin',
  'taken-over',
  'intent',
  'switching',
  'answer',
  'fault',
  'commit',
  'abort',
  'end',
] satisfies UnitRecord['record'][];

export function isUnitRecord(body: RecordBody): body is UnitRecord {
  return UNIT_RECORDS.includes(body.record);
}

export function recordsOf(journal: JournalReader, transaction: string): readonly RecordBody[] {
  return journal.records(transaction).map((record) => record.body as unknown as RecordBody);
}

/** Units that began and did not end. A unit of which only the intention to begin is on disc touched nothing. */
export function openTransactions(journal: JournalReader): readonly string[] {
  return journal
    .transactions()
    .filter(({ kinds }) => kinds.has('begin') && !kinds.has('end'))
    .map(({ transaction }) => transaction);
}
