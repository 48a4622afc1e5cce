/** All files that devices may fetch, as the version information files name them. */
import { chunkListBytes } from '../local.ts';
import { chunksPath } from '../model.ts';
import type { ReleaseContent, ReleaseVersion } from '../model.ts';
import type { Standing } from './standing.ts';

export type Wanted = ReleaseContent;

/** Each path once. */
export function contentsOf({ files }: Standing): readonly Wanted[] {
  const versions = [...files.values()].flatMap(({ value }) => value.versions);
  const wanted = versions.flatMap(contentsIn);
  return [...new Map(wanted.map((each) => [each.path, each])).values()];
}

function contentsIn({ packages, programs }: ReleaseVersion): readonly Wanted[] {
  const lists = packages.flatMap(({ path, size, chunks }) =>
    chunks === undefined
      ? []
      : [{ path: chunksPath(path), size: chunkListBytes(size), sha256: chunks }],
  );
  return [...packages, ...programs, ...lists];
}
