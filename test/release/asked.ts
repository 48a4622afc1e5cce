/** A reader over servers that are maps: the workflow alone, with no world. */
import type { ReleaseVersion } from '../../src/release/model.ts';
import type { Reading } from '../../src/release/trust/ask.ts';
import { chosenVersion, readTaken } from '../../src/release/trust/chosen.ts';
import type { Seen } from '../../src/release/trust/metadata.ts';
import { checkExpiry } from '../../src/release/trust/metadata.ts';
import { Refused } from '../../src/release/trust/refusal.ts';
import { newestRoot, readRoot } from '../../src/release/trust/roots.ts';
import { NOW } from './authority.ts';
import type { Files } from './authority.ts';

export interface Reader extends Seen {
  readonly root: string;
}

export interface Answer {
  /** The reader as it goes on. */
  readonly reader: Reader;
  readonly version?: ReleaseVersion;
  readonly refused?: string;
}

/** A file that does not end is `undefined` at its end: as long as anybody asks. */
export const ENDLESS = 'endless';

function drive<T>(files: Files, reading: Reading<T>): T {
  let step = reading.next();
  while (step.done !== true) {
    const text = files.get(step.value.path);
    const given = text === undefined ? undefined : Buffer.from(text, 'latin1');
    const tooMuch = text === ENDLESS || (given?.length ?? 0) > step.value.most;
    step = reading.next(tooMuch ? 'endless' : given);
  }
  return step.value;
}

/** One reading of `core`, in the order of docs/releases.md; what is refused changes nothing but the root. */
export function ask(reader: Reader, files: Files, wantedVersion = '3.0', now = NOW): Answer {
  const trusted = readRoot(reader.root);
  if (!trusted.ok) throw new Error(trusted.problem);
  const { root, refused } = drive(files, newestRoot(trusted.value));
  const next = { ...reader, root: root.text };
  if (refused !== undefined) return { reader: next, refused: refused.code };
  try {
    checkExpiry(now, 'root', root.value.expires);
    const wanted = { release: 'core', version: wantedVersion };
    const taken = drive(files, readTaken({ root: root.value, now, seen: next }, wanted));
    const seen = { timestamp: taken.timestamp.text, snapshot: taken.snapshot.text };
    return { reader: { ...next, ...seen }, version: chosenVersion(taken, wanted) };
  } catch (error) {
    if (error instanceof Refused) return { reader: next, refused: error.code };
    throw error;
  }
}
