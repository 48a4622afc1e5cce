/** One version of one release, out of what a server gives. */
import type { Signed } from '../formats/signed.ts';
import type { ReleaseFile, ReleaseVersion, Snapshot, Timestamp } from '../model.ts';
import type { Reading } from './ask.ts';
import { readSnapshot, readTimestamp, readVersions } from './metadata.ts';
import type { Judge } from './metadata.ts';
import { refuse } from './refusal.ts';

export interface Wanted {
  readonly release: string;
  /** Without it the newest. */
  readonly version?: string;
}

/** What a server gave, all of it judged and found right. */
export interface Taken {
  readonly timestamp: Signed<Timestamp>;
  readonly snapshot: Signed<Snapshot>;
  readonly file: Signed<ReleaseFile>;
}

export function* readTaken(judge: Judge, { release }: Wanted): Reading<Taken> {
  const timestamp = yield* readTimestamp(judge);
  if (timestamp === undefined) return refuse('no-release', 'nothing has been published there');
  const snapshot = yield* readSnapshot(judge, timestamp.value.snapshot);
  const named = snapshot.value.releases.get(release);
  if (named === undefined) return refuse('no-release', `there is no release ${release}`);
  return { timestamp, snapshot, file: yield* readVersions(judge, release, named) };
}

export function chosenVersion({ file }: Taken, { release, version }: Wanted): ReleaseVersion {
  const { versions } = file.value;
  const found = versions.find((each) =>
    version === undefined ? each.withdrawn === undefined : each.version === version,
  );
  if (found === undefined) return refuse('no-release', `there is no ${release} ${version ?? ''}`);
  if (found.withdrawn === undefined) return found;
  return refuse('withdrawn', `${release} ${found.version} was withdrawn on ${found.withdrawn}`);
}
