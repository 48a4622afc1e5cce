/**
 * What a version server tells of its releases: four signed files, with the names and roles of The Update Framework.
 *
 * Rule 1: paths are relative to the server's folder, of plain segments, so that the same text holds on every mirror.
 * Rule 2: times are ISO 8601 in UTC, to the second; hashes are SHA-256 in 64 hex digits.
 */
export const ROLES = ['root', 'targets', 'snapshot', 'timestamp'] as const;
export type Role = (typeof ROLES)[number];

/** The key list. */
export interface Root {
  readonly version: number;
  readonly expires: string;
  readonly keys: readonly PublicKey[];
  readonly roles: Readonly<Record<Role, RoleKeys>>;
}

/** An Ed25519 key, as OpenSSH writes it. */
export interface PublicKey {
  /** Its fingerprint, `SHA256:…`, by which it is named. */
  readonly id: string;
  /** Base64 of the blob, as in a `.pub` file. */
  readonly blob: string;
}

export interface RoleKeys {
  /** So many different keys have to sign. */
  readonly threshold: number;
  readonly keys: readonly string[];
}

/** Which snapshot is the newest, and until when that is so. */
export interface Timestamp extends Dated {
  /** Rises with every change. */
  readonly counter: number;
  readonly snapshot: Named;
}

/** Which version information file is the newest of each release. */
export interface Snapshot extends Dated {
  readonly counter: number;
  /** By release. */
  readonly releases: ReadonlyMap<string, Named>;
}

export interface Dated {
  readonly published: string;
  readonly expires: string;
}

/** A file, signatures included, as another one names it. */
export interface Named {
  /** Its counter or revision. */
  readonly number: number;
  readonly size: number;
  readonly sha256: string;
}

/** The version information file of a release. */
export interface ReleaseFile extends Dated {
  readonly release: string;
  readonly revision: number;
  /** Newest first. */
  readonly versions: readonly ReleaseVersion[];
}

export interface ReleaseVersion {
  readonly version: string;
  /** Since when nobody takes it any more; all else is empty then. */
  readonly withdrawn?: string;
  /** Channel → so many of a hundred devices. */
  readonly channels: ReadonlyMap<string, number>;
  /** Not to be switched to before. */
  readonly activate?: string;
  /** The lowest version that may go to it in one step. */
  readonly from?: string;
  /** Higher versions that may go down to it. */
  readonly downgrades: readonly string[];
  readonly programs: readonly ReleaseProgram[];
  readonly packages: readonly ReleasePackage[];
}

/** The upgrade and rollback program of a script for a platform. */
export interface ReleaseProgram extends ReleaseContent {
  readonly script: string;
  readonly platform: string;
}

export interface ReleasePackage extends ReleaseContent {
  /** The script that fetches it, and its `artifact`. */
  readonly script: string;
  readonly artifact: string;
  /** What `fetch … variant:` asks for; `any` where there is one for all. */
  readonly variant: string;
  /** SHA-256 of the list of its chunks' hashes, `PATH.chunks`; missing where there is none. */
  readonly chunks?: string;
}

/** A file that devices fetch. */
export interface ReleaseContent {
  readonly size: number;
  readonly sha256: string;
  readonly path: string;
}

/** One release in one version, as a plan takes it. */
export interface ReleaseInformation {
  readonly name: string;
  readonly version: string;
  readonly published: string;
  readonly activate?: string;
  readonly packages: readonly ReleasePackage[];
  /** Nobody's signature was asked for. */
  readonly unsigned?: true;
}

export const ANY_VARIANT = 'any';
export const TIMESTAMP_PATH = 'timestamp';

export function rootPath(version: number): string {
  return `${String(version)}.root`;
}

export function snapshotPath(counter: number): string {
  return `${String(counter)}.snapshot`;
}

export function releasePath(release: string, revision: number): string {
  return `${release}/${String(revision)}.versions`;
}

export function chunksPath(path: string): string {
  return `${path}.chunks`;
}
