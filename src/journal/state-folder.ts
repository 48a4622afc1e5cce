/** The state folder: 0700, and what is in it 0600. */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { journalError, JournalError } from './journal-error.ts';

export function journalPath(folder: string): string {
  return join(folder, 'journal.sqlite');
}

/** Makes the folder where it is missing, and closes it to others where it is ours to close. */
export function prepareStateFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if ((statSync(folder).mode & 0o077) !== 0) closeToOthers(folder);
  } catch (error) {
    throw error instanceof JournalError ? error : folderError(folder, error);
  }
}

/** A folder with other people's things in it is not ours to close. */
function closeToOthers(folder: string): void {
  if (!existsSync(journalPath(folder)) && readdirSync(folder).length > 0) {
    throw journalError(
      'state-folder',
      `the state folder ${folder} holds other files and is open to other users`,
      'name an empty folder, or `chmod 700` this one',
    );
  }
  chmodSync(folder, 0o700);
}

function folderError(folder: string, error: unknown): JournalError {
  const why = error instanceof Error ? error.message : String(error);
  return journalError('state-folder', `the state folder ${folder} cannot be used: ${why}`);
}

/** An empty file that only we may read; left alone where it is there. */
export function touchPrivately(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
}

/** Puts a folder's names on disk. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
