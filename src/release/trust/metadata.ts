/**
 * Timestamp, snapshot and version information files: each is judged by the one before it, and by what was seen.
 *
 * Rule 1: signature first: what a text says is not listened to before it is known whose it is.
 * Rule 2: what was seen counts as long as the root's present keys hold for it. So a key that has been replaced takes with it
 *         what was signed by it alone, such as a counter that somebody has driven up.
 */
import { readSigned } from '../formats/signed.ts';
import type { Signed } from '../formats/signed.ts';
import { parseSnapshot } from '../formats/snapshot.ts';
import { parseTimestamp } from '../formats/timestamp.ts';
import { parseVersions } from '../formats/versions.ts';
import type { Read } from '../lines.ts';
import { releasePath, snapshotPath, TIMESTAMP_PATH } from '../model.ts';
import type { Dated, Named, ReleaseFile, Role, Root, Snapshot, Timestamp } from '../model.ts';
import { askFor, askNamed, SMALL_BYTES, understood } from './ask.ts';
import type { Reading } from './ask.ts';
import { refuse } from './refusal.ts';
import { checkSignatures, signatureProblem } from './signatures.ts';

export interface Judge {
  /** Missing: nobody's signature is asked for. */
  readonly root?: Root;
  /** The reader's clock, in ms. */
  readonly now: number;
  /** What has ended is read all the same, to be renewed. */
  readonly lenient?: boolean;
  readonly seen: Seen;
}

/** What was seen last, each as it was signed. */
export interface Seen {
  readonly timestamp?: string;
  readonly snapshot?: string;
}

const DAY_MS = 86_400_000;

export function* readTimestamp(judge: Judge): Reading<Signed<Timestamp> | undefined> {
  const text = yield* askFor(TIMESTAMP_PATH, SMALL_BYTES);
  if (text === undefined) return undefined;
  const found = understood(TIMESTAMP_PATH, readSigned(text, parseTimestamp));
  checkText(judge, TIMESTAMP_PATH, 'timestamp', found);
  const before = stillHeld(judge, 'timestamp', judge.seen.timestamp, parseTimestamp);
  if (before !== undefined) checkCounters(found.value, before);
  checkDates(judge, TIMESTAMP_PATH, found.value);
  return found;
}

function checkCounters(found: Timestamp, seen: Timestamp): void {
  const both = (now: number, before: number) => `${String(now)}, and ${String(before)} was seen`;
  if (found.counter < seen.counter)
    refuse('older', `${TIMESTAMP_PATH} has the counter ${both(found.counter, seen.counter)}`);
  if (found.snapshot.number < seen.snapshot.number) {
    const numbers = both(found.snapshot.number, seen.snapshot.number);
    refuse('older', `${TIMESTAMP_PATH} names the snapshot ${numbers}`);
  }
  if (found.counter === seen.counter && found.snapshot.sha256 !== seen.snapshot.sha256)
    refuse('mixed', `${TIMESTAMP_PATH} was seen with the same counter and another snapshot`);
}

export function* readSnapshot(judge: Judge, named: Named): Reading<Signed<Snapshot>> {
  const path = snapshotPath(named.number);
  const text = yield* askNamed(path, named);
  const found = understood(path, readSigned(text, parseSnapshot));
  checkText(judge, path, 'snapshot', found);
  if (found.value.counter !== named.number) refuse('mixed', `${path} is of another counter`);
  const before = stillHeld(judge, 'snapshot', judge.seen.snapshot, parseSnapshot);
  for (const [release, { number }] of before?.releases ?? [])
    checkNotOlder(path, release, number, found.value.releases.get(release)?.number);
  checkDates(judge, path, found.value);
  return found;
}

function checkNotOlder(path: string, release: string, seen: number, found?: number): void {
  if (found !== undefined && found >= seen) return;
  const now = found === undefined ? 'no more' : `in revision ${String(found)}`;
  refuse('older', `${path} has ${release} ${now}, and revision ${String(seen)} was seen`);
}

export function* readVersions(
  judge: Judge,
  release: string,
  named: Named,
): Reading<Signed<ReleaseFile>> {
  const path = releasePath(release, named.number);
  const text = yield* askNamed(path, named);
  const found = understood(path, readSigned(text, parseVersions));
  checkText(judge, path, 'targets', found);
  if (found.value.release !== release)
    refuse('wrong-release', `${path} is about ${found.value.release}`);
  if (found.value.revision !== named.number) refuse('mixed', `${path} is of another revision`);
  checkDates(judge, path, found.value);
  return found;
}

function checkText({ root }: Judge, path: string, role: Role, signed: Signed<unknown>): void {
  if (root !== undefined) checkSignatures(path, root, role, signed);
}

function checkDates({ now, lenient = false }: Judge, path: string, dated: Dated): void {
  const { published, expires } = dated;
  if (Date.parse(published) > now + DAY_MS) {
    const clock = `${new Date(now).toISOString().slice(0, 19)}Z`;
    refuse('not-yet', `${path} was published on ${published}, and the clock here says ${clock}`);
  }
  if (!lenient) checkExpiry(now, path, expires);
}

export function checkExpiry(now: number, path: string, expires: string): void {
  if (Date.parse(expires) <= now) refuse('expired', `${path} has ended on ${expires}`);
}

function stillHeld<T>(
  { root }: Judge,
  role: Role,
  text: string | undefined,
  parse: (body: string) => Read<T>,
): T | undefined {
  const read = text === undefined ? undefined : readSigned(text, parse);
  if (read?.ok !== true) return undefined;
  const holds = root === undefined || signatureProblem(root, role, read.value) === undefined;
  return holds ? read.value.value : undefined;
}
