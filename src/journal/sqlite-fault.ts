/** What an error of SQLite means for the journal, for people and for programs. */
import { dirname } from 'node:path';
import { freeText } from './file-fault.ts';
import { damagedHint, JournalError } from './journal-error.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const meanings: Readonly<Record<number, { readonly code: string; readonly means: string }>> = {
  5: { code: 'journal-busy', means: 'another process holds the journal' },
  8: { code: 'journal-unwritable', means: 'the journal may not be written' },
  10: { code: 'journal-io', means: 'the disc failed under the journal' },
  11: { code: 'journal-corrupt', means: 'the journal is damaged' },
  13: { code: 'journal-disc-full', means: 'the disc is full' },
  14: { code: 'journal-unwritable', means: 'the journal cannot be opened' },
  26: { code: 'journal-corrupt', means: 'the file is not a journal' },
};

const hints: Readonly<Record<string, string>> = {
  'journal-disc-full': 'make room there, then `cutover recover`',
  'journal-corrupt': damagedHint,
};

export function sqliteFault(error: unknown, path: string): JournalError {
  if (error instanceof JournalError) return error;
  const meaning = meanings[primaryCode(error)] ?? {
    code: 'journal-io',
    means: 'the journal failed',
  };
  const hint = hints[meaning.code];
  const message = `${meaning.means}: ${path} (${textOf(error)}; ${freeText(dirname(path))})`;
  return new JournalError(
    { code: meaning.code, message, ...(hint !== undefined && { hint }) },
    { cause: error },
  );
}

/** Extended codes carry the primary one in their low byte. */
function primaryCode(error: unknown): number {
  const code: unknown = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : -1;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
