/** The journal as one transaction sees it: records in, a fault if they are not on disc. */
import type { Journal } from '../journal/journal.ts';
import { JournalError } from '../journal/journal-error.ts';
import { fault, type FaultValue, type OrFault } from '../protocol/fault.ts';
import type { UnitRecord } from '../protocol/transaction.ts';
import type { RuntimeRecord } from './records.ts';

export interface Recorder {
  record(records: readonly (UnitRecord | RuntimeRecord)[]): Promise<OrFault<'recorded'>>;
}

export function makeRecorder(journal: Journal, transaction: string): Recorder {
  return {
    record: async (records) => {
      try {
        await journal.append(records.map((body) => ({ transaction, body })));
        return 'recorded';
      } catch (error) {
        return journalFault(error);
      }
    },
  };
}

function journalFault(error: unknown): FaultValue {
  if (error instanceof JournalError) return { fault: error.fault };
  return fault('journal', error instanceof Error ? error.message : String(error));
}
