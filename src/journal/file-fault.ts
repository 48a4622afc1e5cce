/** What an error of the file system means for the state folder, for people and for programs. */
import { statfsSync } from 'node:fs';
import { journalError, JournalError } from './journal-error.ts';

const meanings: Readonly<Record<string, string>> = {
  EACCES: 'you may not use it',
  EPERM: 'you may not use it',
  ELOOP: 'its links lead in a circle',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'it is no folder',
  EROFS: 'its file system is read-only',
};

const elsewhere = 'name another folder with --state';

/** Runs `work`; what the file system throws comes out as a named fault. */
export function inFolder<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Error ? folderFault(folder, error) : error;
  }
}

/** A `JournalError`, or what was not the file system's: that is a defect, and stays what it is. */
export function folderFault(folder: string, error: Error): Error {
  if (error instanceof JournalError) return error;
  const code = codeOf(error);
  if (code === undefined) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT') return discFull(folder);
  const why = meanings[code] ?? error.message;
  return journalError(
    'state-folder',
    `the state folder ${folder} cannot be used: ${why} (${code})`,
    elsewhere,
  );
}

export function discFull(folder: string): JournalError {
  return journalError(
    'journal-disc-full',
    `the disc is full: no controller can work in ${folder} (${freeText(folder)})`,
    'make room there, then `cutover recover`',
  );
}

export function freeText(folder: string): string {
  const free = freeBytes(folder);
  return free === undefined ? 'free bytes unknown' : `${String(free)} bytes free`;
}

export function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
