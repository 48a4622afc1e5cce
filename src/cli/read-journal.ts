/** The journal for a command that only looks. */
import { resolve } from 'node:path';
import { JournalError } from '../journal/journal-error.ts';
import { hasJournal, openJournalReader, type ClosableReader } from '../journal/reader.ts';
import { refusedBy } from './refused-by.ts';

/** `look` gives the exit code, or what it found; `undefined` is handed to it where there is no journal yet. */
export function readJournal<Found = number>(
  state: string,
  look: (journal: ClosableReader | undefined) => Found,
): Found | number {
  const folder = resolve(state);
  try {
    if (!hasJournal(folder)) return look(undefined);
    const journal = openJournalReader(folder);
    const found = look(journal);
    journal.close();
    return found;
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    return refusedBy(error.fault, state);
  }
}
