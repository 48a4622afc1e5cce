/**
 * The next metadata: what has changed, or no longer holds, is written anew and signed; all else stays as it is.
 *
 * Rule 1: counters and revisions rise; what is there keeps its content under its name.
 */
import { formatSnapshot } from '../formats/snapshot.ts';
import type { Signed } from '../formats/signed.ts';
import { formatTimestamp } from '../formats/timestamp.ts';
import { formatVersions } from '../formats/versions.ts';
import { MOST_COUNTED } from '../lines.ts';
import { releasePath, snapshotPath } from '../model.ts';
import type { Dated, Named, ReleaseFile, ReleaseVersion, Role, Root } from '../model.ts';
import type { Signer } from '../signing/signer.ts';
import { failure } from '../store.ts';
import { namedAs } from '../trust/ask.ts';
import { signatureProblem } from '../trust/signatures.ts';
import { sameVersions } from './changes.ts';
import { signed } from './sign.ts';
import type { Standing } from './standing.ts';

/** How long each lasts, in days. */
export interface Lasting {
  readonly timestamp: number;
  readonly snapshot: number;
  readonly versions: number;
}

export const LASTING: Lasting = { timestamp: 7, snapshot: 92, versions: 92 };
/** What ends within this is renewed along. */
const SOON_DAYS = 30;
export const DAY_MS = 86_400_000;

export interface Composing {
  /** As it will be. */
  readonly root: Root;
  readonly standing: Standing | undefined;
  readonly releases: ReadonlyMap<string, readonly ReleaseVersion[]>;
  readonly signers: readonly Signer[];
  readonly now: number;
  readonly lasting: Lasting;
  /** A new timestamp in any case, and what ends soon anew. */
  readonly renew: boolean;
  /** A number that nothing is called by yet, where the ones that rise have been driven up. */
  readonly freeNumber: (path: (number: number) => string) => Promise<number>;
}

export async function compose(composing: Composing): Promise<Standing> {
  const files = new Map<string, Signed<ReleaseFile>>();
  for (const [release, versions] of composing.releases)
    files.set(release, await fileFor(composing, release, versions));
  const snapshot = await snapshotFor(composing, files);
  const timestamp = await timestampFor(composing, snapshot);
  return { timestamp, snapshot, files };
}

async function fileFor(
  composing: Composing,
  release: string,
  versions: readonly ReleaseVersion[],
): Promise<Signed<ReleaseFile>> {
  const before = composing.standing?.files.get(release);
  const same = before !== undefined && sameVersions(before.value.versions, versions);
  if (same && stays(composing, 'targets', before)) return before;
  const path = (number: number) => releasePath(release, number);
  const revision = await nextNumber(composing, {
    role: 'snapshot',
    seenIn: composing.standing?.snapshot,
    number: before?.value.revision,
    path,
  });
  const dated = datesFor(composing, 'versions');
  const value: ReleaseFile = { release, revision, ...dated, versions };
  return await signedBy(composing, 'targets', value, formatVersions(value));
}

async function snapshotFor(
  composing: Composing,
  files: ReadonlyMap<string, Signed<ReleaseFile>>,
): Promise<Standing['snapshot']> {
  const before = composing.standing?.snapshot;
  const releases = new Map<string, Named>();
  for (const [release, { value, text }] of files)
    releases.set(release, namedAs(value.revision, text));
  const same = [...releases].every(
    ([release, { sha256 }]) => before?.value.releases.get(release)?.sha256 === sha256,
  );
  if (before !== undefined && same && stays(composing, 'snapshot', before)) return before;
  const counter = await nextNumber(composing, {
    role: 'timestamp',
    seenIn: composing.standing?.timestamp,
    number: before?.value.counter,
    path: snapshotPath,
  });
  const value = { counter, ...datesFor(composing, 'snapshot'), releases };
  return await signedBy(composing, 'snapshot', value, formatSnapshot(value));
}

async function timestampFor(
  composing: Composing,
  snapshot: Standing['snapshot'],
): Promise<Standing['timestamp']> {
  const before = composing.standing?.timestamp;
  const named = namedAs(snapshot.value.counter, snapshot.text);
  const same = before?.value.snapshot.sha256 === named.sha256 && !composing.renew;
  if (before !== undefined && same && stays(composing, 'timestamp', before)) return before;
  const counter = await nextNumber(composing, {
    role: 'timestamp',
    seenIn: before,
    number: before?.value.counter,
  });
  const value = { counter, ...datesFor(composing, 'timestamp'), snapshot: named };
  return await signedBy(composing, 'timestamp', value, formatTimestamp(value));
}

function signedBy<T>(
  { root, signers }: Composing,
  role: Role,
  value: T,
  body: string,
): Promise<Signed<T>> {
  return signed(value, body, role, [root], signers);
}

function stays({ root, now, renew }: Composing, role: Role, before: Signed<Dated>): boolean {
  const soon = Date.parse(before.value.expires) < now + SOON_DAYS * DAY_MS;
  const ends = renew && soon && role !== 'timestamp';
  return !ends && signatureProblem(root, role, before) === undefined;
}

/** So high only if somebody has driven it up. */
const DRIVEN_UP = 1_000_000_000;

/** What a number follows: `seenIn` is the file by which readers remember it. */
interface Following {
  readonly role: Role;
  readonly seenIn: Signed<unknown> | undefined;
  readonly number: number | undefined;
  /** The names that the numbers make. */
  readonly path?: (number: number) => string;
}

/**
 * One more than before. Where readers have forgotten what was before, since the root's keys no longer hold for it, one that was
 * driven up begins anew.
 */
async function nextNumber(
  { root, freeNumber }: Composing,
  { role, seenIn, number = 0, path }: Following,
): Promise<number> {
  const forgotten = seenIn !== undefined && signatureProblem(root, role, seenIn) !== undefined;
  if (number >= DRIVEN_UP && forgotten) return path === undefined ? 1 : await freeNumber(path);
  if (number < MOST_COUNTED) return number + 1;
  throw failure(
    'no-number',
    'a number can’t rise any more: somebody with a key has driven it up',
    `take that key of ${role} away first: \`cutover release keys remove\``,
  );
}

function datesFor(
  { now, lasting }: Pick<Composing, 'now' | 'lasting'>,
  what: keyof Lasting,
): Dated {
  return { published: timeText(now), expires: timeText(now + lasting[what] * DAY_MS) };
}

export function timeText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
