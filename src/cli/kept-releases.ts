/**
 * What was seen of releases, in the state folder.
 *
 * Rule 1: the state folder is looked at before anything is made in it, as before a journal.
 * Rule 2: what it can't do is thrown as a `JournalError`: whichever file is the first there, it is told the same way.
 */
import { join, resolve } from 'node:path';
import { discFull, folderFault } from '../journal/file-fault.ts';
import { JournalError } from '../journal/journal-error.ts';
import { prepareStateFolder } from '../journal/state-folder.ts';
import type { Trust } from '../release/read.ts';
import { readKept, writeKept } from '../release/trust/seen.ts';

/** `whose` names what is kept together: a folder's name. */
export async function keptReleases(
  state: string,
  whose: string,
): Promise<Pick<Trust, 'kept' | 'keep'>> {
  const home = resolve(state);
  const folder = join(home, 'trust', whose);
  const kept = await telling(home, folder, () => readKept(folder));
  return {
    kept,
    keep: (next) => {
      prepareStateFolder(home);
      return telling(home, folder, () => writeKept(folder, next));
    },
  };
}

/** The room is that of the state folder: its own may not be there yet. */
async function telling<T>(home: string, folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const fault = folderFault(folder, error);
    const full = fault instanceof JournalError && fault.fault.code === 'journal-disc-full';
    throw full ? discFull(home) : fault;
  }
}
