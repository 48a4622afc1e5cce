/**
 * What may lie in the state folder under the names that we use there.
 *
 * Rule 1: a plain file (the socket: a socket) of our own that nobody else may write; never a link, which leads elsewhere.
 * Rule 2: looked at before anything is opened, made or removed there.
 */
import { lstatSync, type Stats } from 'node:fs';
import { basename, join } from 'node:path';
import { journalError } from './journal-error.ts';

const journalFiles = ['journal.sqlite', 'journal.sqlite-wal', 'journal.sqlite-shm', 'journal.made'];
const controllerFiles = ['controller.lock', 'controller.json', 'controller.log'];
const socketFile = 'controller.sock';

/** Throws a `JournalError`: `journal-foreign` for the journal's own files, else `state-folder`. */
export function checkStateFiles(folder: string): void {
  for (const name of [...journalFiles, ...controllerFiles, socketFile]) check(join(folder, name));
}

function check(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  const problem = stats === undefined ? undefined : problemOf(stats, basename(path));
  if (problem === undefined) return;
  const isJournal = journalFiles.includes(basename(path));
  const code = isJournal ? 'journal-foreign' : 'state-folder';
  const { what, hint } = problem;
  throw journalError(code, `${path} in the state folder ${what}`, hint);
}

interface Problem {
  readonly what: string;
  readonly hint: string;
}

const aside = 'see who put it there; move it away, or name another folder with --state';

function problemOf(stats: Stats, name: string): Problem | undefined {
  const right = name === socketFile ? stats.isSocket() : stats.isFile();
  const wanted = name === socketFile ? 'a socket' : 'a file';
  if (!right) return { what: `is ${kindOf(stats)}, not ${wanted}`, hint: aside };
  if (stats.uid !== process.getuid?.())
    return { what: `belongs to another user (uid ${String(stats.uid)})`, hint: aside };
  if ((stats.mode & 0o022) === 0) return undefined;
  return {
    what: 'may be written by other users',
    hint: 'see who may have changed it; then `chmod 600` it',
  };
}

function kindOf(stats: Stats): string {
  if (stats.isSymbolicLink()) return 'a symbolic link';
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFile()) return 'a file';
  return stats.isSocket() ? 'a socket' : 'a special file';
}
