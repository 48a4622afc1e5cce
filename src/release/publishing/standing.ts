/** All that has been published: what a publisher begins with. */
import type { Signed } from '../formats/signed.ts';
import type { ReleaseFile, Snapshot, Timestamp } from '../model.ts';
import type { Reading } from '../trust/ask.ts';
import { readSnapshot, readTimestamp, readVersions } from '../trust/metadata.ts';
import type { Judge } from '../trust/metadata.ts';

export interface Standing {
  readonly timestamp: Signed<Timestamp>;
  readonly snapshot: Signed<Snapshot>;
  readonly files: ReadonlyMap<string, Signed<ReleaseFile>>;
}

/** `nothing` on a server that nothing has been published to. */
export function* readStanding(judge: Judge): Reading<Standing | { readonly nothing: true }> {
  const timestamp = yield* readTimestamp(judge);
  if (timestamp === undefined) return { nothing: true };
  const snapshot = yield* readSnapshot(judge, timestamp.value.snapshot);
  const files = new Map<string, Signed<ReleaseFile>>();
  for (const [release, named] of snapshot.value.releases)
    files.set(release, yield* readVersions(judge, release, named));
  return { timestamp, snapshot, files };
}
