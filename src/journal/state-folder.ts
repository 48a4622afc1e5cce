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
import { dirname, join } from 'node:path';
import { inFolder } from './file-fault.ts';
import { journalError } from './journal-error.ts';
import { checkStateFiles } from './state-files.ts';

export function journalPath(folder: string): string {
  return join(folder, 'journal.sqlite');
}

/** There from the journal's first opening on: says that the folder has had one. */
export function journalMark(folder: string): string {
  return join(folder, 'journal.made');
}

/** Makes the folder where it is missing, closes it to others where it is ours to close, and looks at what is in it. */
export function prepareStateFolder(folder: string): void {
  inFolder(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if ((statSync(folder).mode & 0o077) !== 0) closeToOthers(folder);
    checkStateFiles(folder);
  });
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

/** An empty file that only we may read; left alone where it is there. */
export function touchPrivately(path: string): void {
  inFolder(dirname(path), () => {
    closeSync(openSync(path, 'a', 0o600));
  });
}

/** Puts a folder's names on disk. */
export function syncFolder(folder: string): void {
  inFolder(folder, () => {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  });
}
