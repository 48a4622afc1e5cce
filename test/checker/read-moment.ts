/**
 * One look at the journals and at all devices.
 *
 * Rule 1: journals, devices, journals again: things may move while we look, and each rule takes the
 *         reading that can't accuse anybody falsely.
 */
import type { Moment } from './evidence.ts';
import { readDevice } from './read-device.ts';
import { readJournal } from './read-journal.ts';
import type { JournalRow } from './records.ts';
import type { WatchedDevice } from './snapshot.ts';

export interface Scene {
  /** Each with a journal of its own. */
  readonly stateFolders: readonly string[];
  readonly devices: readonly WatchedDevice[];
}

export async function takeMoment(label: string, scene: Scene): Promise<Moment> {
  const journals = (): readonly JournalRow[] => scene.stateFolders.flatMap(readJournal);
  const journalFirst = journals();
  const devices = await Promise.all(scene.devices.map(readDevice));
  return { label, journalFirst, devices, journalThen: journals() };
}
