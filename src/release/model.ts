/**
 * What a version server knows of a release.
 *
 * Rule 1: paths are relative to the server's folder, of plain segments, so that the same text holds on every mirror.
 * Deliberately not here: signatures. They will stand in files of their own beside these (docs/releases.md).
 */

/** The version information file: one release in one version. */
export interface ReleaseInformation {
  readonly name: string;
  readonly version: string;
  /** ISO 8601 in UTC, to the second. */
  readonly published: string;
  readonly packages: readonly ReleasePackage[];
}

export interface ReleasePackage {
  /** The script that fetches it, and its `artifact`. */
  readonly script: string;
  readonly artifact: string;
  /** What `fetch … variant:` asks for; `any` where there is one for all. */
  readonly variant: string;
  readonly size: number;
  /** 64 hex digits. */
  readonly sha256: string;
  readonly path: string;
}

/** The pointer file: which versions there are, and which is the newest of each release. */
export interface Latest {
  /** Rises by one with every change. */
  readonly counter: number;
  readonly published: string;
  readonly entries: readonly LatestEntry[];
}

export interface LatestEntry {
  readonly name: string;
  readonly version: string;
  /** Of the version information file. */
  readonly size: number;
  readonly sha256: string;
  readonly path: string;
}

export const ANY_VARIANT = 'any';
export const LATEST_PATH = 'latest';

export function informationPath(name: string, version: string): string {
  return `${name}/${version}/release`;
}
