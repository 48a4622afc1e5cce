/**
 * Reads a release from the version servers: all are asked, and the newest that is right counts.
 *
 * Rule 1: first the roots of all: a key that one server shows to be gone counts nowhere any more.
 * Rule 2: of two that are right the one with the higher counter is taken, of equal ones the first; those behind are named.
 * Rule 3: once one has answered right, the others have a short time left. Were all those that were in time wrong, the late
 *         ones are waited for, as long as their own limits allow.
 */
import { shown } from '../document/shown.ts';
import type { Fault } from '../protocol/fault.ts';
import { PATIENCE } from './deadline.ts';
import type { Signed } from './formats/signed.ts';
import { rootPath } from './model.ts';
import type { ReleaseInformation, Root } from './model.ts';
import type { StoreOptions } from './open.ts';
import { faultIn, judged, newestOfAll, ofAll, rootFrom, withOpening } from './session.ts';
import type { Asked } from './session.ts';
import { asFault } from './store.ts';
import type { ServerAccess } from './store.ts';
import { chosenVersion, readTaken } from './trust/chosen.ts';
import type { Taken, Wanted } from './trust/chosen.ts';
import { checkExpiry } from './trust/metadata.ts';
import { readRoot } from './trust/roots.ts';
import type { Kept } from './trust/seen.ts';

/** What a reader begins with. */
export interface Trust {
  /** The root's text, as it was given; missing where nobody's signature is asked for. */
  readonly root?: string;
  /** What was seen earlier; it may hold a later root. */
  readonly kept: Kept;
  /** The reader's clock, in ms. */
  readonly now: number;
  /** Awaited before anything is done with what was found. */
  readonly keep: (kept: Kept) => Promise<void>;
}

export interface FoundRelease {
  readonly information: ReleaseInformation;
  /** The server that had it. */
  readonly from: string;
  /** The others, and why they were left. */
  readonly failed: readonly FailedServer[];
}

export interface FailedServer {
  readonly url: string;
  readonly fault: Fault;
}

export async function readRelease(
  servers: readonly ServerAccess[],
  wanted: Wanted,
  trust: Trust,
  options?: StoreOptions,
): Promise<FoundRelease | Fault> {
  const { graceMs } = options?.patience ?? PATIENCE;
  return await withOpening(servers, options, async (asked) => {
    const prompt = await asFault(() => readFrom(asked, wanted, trust, graceMs));
    if (!('code' in prompt) || asked.every(({ late }) => late === undefined)) return prompt;
    for (const one of asked) delete one.late;
    return await asFault(() => readFrom(asked, wanted, trust));
  });
}

async function readFrom(
  asked: readonly Asked[],
  wanted: Wanted,
  trust: Trust,
  graceMs?: number,
): Promise<FoundRelease | Fault> {
  const root = await rootOf(asked, trust, graceMs);
  const { now, kept: seen } = trust;
  const judge = { now, seen, ...(root === undefined ? {} : { root: root.value }) };
  const taken = await ofAll(asked, () => readTaken(judge, wanted), graceMs);
  const at = newest(taken.map((one) => one?.timestamp.value.counter));
  const [found, from] = [taken[at], asked[at]];
  await trust.keep({
    ...(root === undefined ? {} : { root: root.text }),
    ...(found && { timestamp: found.timestamp.text, snapshot: found.snapshot.text }),
  });
  if (found === undefined || from === undefined) return nobodyHas(wanted, asked);
  nameThoseBehind(
    asked,
    taken.map((one) => one?.timestamp.value.counter),
  );
  const information = await informationIn(found, wanted, root === undefined);
  const failed = asked.flatMap((one) => {
    const fault = faultIn(one);
    return fault === undefined ? [] : [{ url: one.url, fault }];
  });
  return { information, from: from.url, failed };
}

async function rootOf(
  asked: readonly Asked[],
  { root: given, kept, now, keep }: Trust,
  graceMs?: number,
): Promise<Signed<Root> | undefined> {
  if (given === undefined) return undefined;
  const root = await newestOfAll(asked, laterOf(rootFrom(given), kept.root), graceMs);
  try {
    await judged(() => {
      checkExpiry(now, rootPath(root.value.version), root.value.expires);
    });
  } catch (error) {
    // It counts all the same: there is no way back to a key that it revoked.
    await keep({ root: root.text });
    throw error;
  }
  return root;
}

function laterOf(given: Signed<Root>, kept: string | undefined): Signed<Root> {
  const read = kept === undefined ? undefined : readRoot(kept);
  return read?.ok === true && read.value.value.version > given.value.version ? read.value : given;
}

/** Where the highest is; below zero if nobody has one. */
export function newest(counters: readonly (number | undefined)[]): number {
  const highest = Math.max(0, ...counters.map((counter = 0) => counter));
  return highest === 0 ? -1 : counters.indexOf(highest);
}

export function nameThoseBehind(
  asked: readonly Asked[],
  counters: readonly (number | undefined)[],
): void {
  const highest = counters[newest(counters)] ?? 0;
  for (const [index, one] of asked.entries()) {
    const counter = counters[index];
    if (counter === undefined || counter >= highest) continue;
    const both = `its counter is ${String(counter)}, another server has ${String(highest)}`;
    one.fault ??= { code: 'older', message: `${one.url} is behind: ${both}` };
  }
}

async function informationIn(
  taken: Taken,
  wanted: Wanted,
  unsigned: boolean,
): Promise<ReleaseInformation> {
  const { version, packages, activate } = await judged(() => chosenVersion(taken, wanted));
  return {
    name: wanted.release,
    version,
    published: taken.file.value.published,
    packages,
    ...(activate === undefined ? {} : { activate }),
    ...(unsigned ? { unsigned } : {}),
  };
}

function nobodyHas({ release, version }: Wanted, asked: readonly Asked[]): Fault {
  const faults = asked.flatMap((one) => faultIn(one) ?? []);
  const [first] = faults;
  if (first === undefined) {
    const hint = 'add `servers:` to the inventory';
    return { code: 'no-server', message: 'no version server is named', hint };
  }
  const what = shown(version === undefined ? release : `${release} ${version}`);
  const all = faults.map(({ message: each }) => each).join('; ');
  const lacks = faults.some(({ code }) => code === 'no-release');
  const head = lacks ? 'no version server has release' : 'no version server could give release';
  const message = `${head} ${what}: ${all}`;
  const hint = lacks ? { hint: whatThereIs(asked) } : {};
  const alike = faults.every(({ code }) => code === first.code);
  return alike ? { ...first, ...hint, message } : { code: 'no-release', message, ...hint };
}

function whatThereIs(asked: readonly Asked[]): string {
  const list = `\`cutover release list --from ${asked.map(({ url }) => url).join(' ')}\``;
  return `${list} says what they have; \`cutover release publish FOLDER\` adds to it`;
}
