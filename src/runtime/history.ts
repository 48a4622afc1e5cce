/** The journal read back as what it was: runs, units, what is open. */
import { dirname } from 'node:path';
import { openJournalReader, type JournalReader } from '../journal/reader.ts';
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

/** Whether a COMMIT is on disc, read through a handle of its own; unknown where the journal can't be read. */
export function hasCommit(path: string, transaction: string): boolean | undefined {
  try {
    const journal = openJournalReader(dirname(path));
    const found = recordsOf(journal, transaction).some((body) => body.record === 'commit');
    journal.close();
    return found;
  } catch {
    return undefined;
  }
}
