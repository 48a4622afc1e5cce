/** A unit's own records among all that the journal holds of a transaction. Pure. */
import type { UnitRecord } from '../protocol/transaction.ts';
import type { JournalBody, JournalRecord } from './body.ts';
import { journalError } from './journal-error.ts';
import { unitRecord, unitRecordFields } from './unit-record-shape.ts';

export function isUnitKind(kind: string): boolean {
  return Object.hasOwn(unitRecordFields, kind);
}

/** What `replay` folds. Throws a `JournalError`, `journal-record`, that names the first record that isn't one. */
export function unitRecordsOf(records: readonly JournalRecord[]): readonly UnitRecord[] {
  return records.filter(({ kind }) => isUnitKind(kind)).map(asUnitRecord);
}

function asUnitRecord({ seq, transaction, kind, body }: JournalRecord): UnitRecord {
  const problem = unitRecord(body, kind);
  if (problem === undefined && isUnitRecord(body)) return body;
  throw journalError(
    'journal-record',
    `record ${String(seq)} (${kind} of ${transaction}) cannot be read: ${problem ?? 'unknown kind'}`,
    'nothing is decided from it; put the journal aside, then `cutover recover --from-devices`',
  );
}

/** The shape has been looked at; the type follows from it. */
function isUnitRecord(body: JournalBody): body is UnitRecord {
  return isUnitKind(body.record);
}
