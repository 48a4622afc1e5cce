/** What is said of devices that are broken, until they have been put right. */
import { resolve } from 'node:path';
import { JournalError } from '../journal/journal-error.ts';
import { hasJournal, openJournalReader } from '../journal/reader.ts';
import { brokenDevices, type BrokenDevice } from '../runtime/broken.ts';
import { say } from './say.ts';

export function brokenText({ device, transaction, since, why, backup }: BrokenDevice): string {
  const kept = backup === '' ? '' : `; what was kept lies in ${backup}`;
  return `${device} is broken since ${since} (${transaction}): ${why}${kept}; mend it by hand: it counts as whole when a run commits with it`;
}

/** Before a plan for them. A journal that can't be read is the run's own to tell. */
export function warnOfBroken(state: string, devices: readonly string[]): void {
  for (const one of brokenIn(resolve(state)))
    if (devices.includes(one.device)) say(`warning: ${brokenText(one)}`);
}

function brokenIn(folder: string): readonly BrokenDevice[] {
  try {
    if (!hasJournal(folder)) return [];
    const journal = openJournalReader(folder);
    const broken = brokenDevices(journal);
    journal.close();
    return broken;
  } catch (error) {
    if (error instanceof JournalError) return [];
    throw error;
  }
}
