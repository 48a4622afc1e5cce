/**
 * What a harness holds while a transaction runs: it takes `before`, moments, captures, and at the end
 * hands over the evidence.
 */
import type { Capture, Evidence, Exit, Moment, Snapshot } from './evidence.ts';
import { captureStateFolder, readJournal } from './read-journal.ts';
import { captureHome } from './read-device.ts';
import { takeMoment } from './read-moment.ts';
import type { Scene } from './read-moment.ts';
import { takeSnapshot } from './snapshot.ts';

/** What the harness knows and the discs don't say. */
export type Known = Partial<Omit<Evidence, 'before' | 'moments' | 'captures' | 'exits' | 'over'>>;

export interface Gathering {
  readonly look: (label: string) => Promise<Moment>;
  readonly capture: (...captures: readonly Capture[]) => void;
  readonly exited: (exit: Exit) => void;
  /** Looks a last time, searches state folders and homes too, and gives all of it. */
  readonly close: (known: Known) => Promise<Evidence>;
}

/** Takes `before`; what the journals already hold as ended is no part of what is gathered. */
export async function gather(scene: Scene): Promise<Gathering> {
  const before = Object.fromEntries(
    await Promise.all(
      scene.devices.map(async (device): Promise<[string, Snapshot]> => [
        device.name,
        await takeSnapshot(device),
      ]),
    ),
  );
  const over = scene.stateFolders.flatMap(endedIn);
  const moments: Moment[] = [];
  const captures: Capture[] = [];
  const exits: Exit[] = [];
  const look = async (label: string): Promise<Moment> => {
    const moment = await takeMoment(label, scene);
    moments.push(moment);
    return moment;
  };
  return {
    look,
    capture: (...more) => void captures.push(...more),
    exited: (exit) => void exits.push(exit),
    close: async (known) => {
      await look('the end');
      const onDisc = [
        ...scene.stateFolders.flatMap(captureStateFolder),
        ...scene.devices.flatMap(captureHome),
      ];
      return {
        ...nothing,
        ...known,
        before,
        over,
        moments,
        exits,
        captures: [...captures, ...onDisc],
      };
    },
  };
}

const nothing = {
  expectedNew: {},
  secrets: [],
  packed: [],
  intrusions: [],
  repetitions: [],
  restorations: [],
};

function endedIn(stateFolder: string): readonly string[] {
  const ended = readJournal(stateFolder).filter(({ record }) => record.record === 'end');
  return [...new Set(ended.map(({ transaction }) => transaction))];
}
