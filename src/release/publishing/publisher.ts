/**
 * Changes what is published, on all servers alike.
 *
 * Rule 1: what is there is read from all and verified; the newest counts. Nothing is signed that was not verified before.
 * Rule 2: whether there are keys enough is known before anything is sent.
 * Rule 3: a server that fails stays behind, is named, and is brought to the others' state the next time.
 */
import type { Fault } from '../../protocol/fault.ts';
import type { Signed } from '../formats/signed.ts';
import type { LocalContent } from '../local.ts';
import type { ReleaseVersion, Root } from '../model.ts';
import { openStore } from '../open.ts';
import type { StoreOptions } from '../open.ts';
import { newest, nameThoseBehind } from '../read.ts';
import { answered, withServers } from '../session.ts';
import type { Asked } from '../session.ts';
import type { Signer } from '../signing/signer.ts';
import { asFault, failure, StoreFailure } from '../store.ts';
import type { ReleaseStore, ServerAccess } from '../store.ts';
import { checkNoRoot, trustedRoots } from './anchor.ts';
import { bring } from './bring.ts';
import type { Bringing } from './bring.ts';
import { compose, LASTING } from './compose.ts';
import type { Lasting } from './compose.ts';
import { LOCK_PATIENCE, takeLock } from './lock.ts';
import type { Lock, LockPatience } from './lock.ts';
import { readStanding } from './standing.ts';
import type { Standing } from './standing.ts';

export interface Publishing extends StoreOptions {
  readonly servers: readonly ServerAccess[];
  readonly signers: readonly Signer[];
  /** The root's text, as it was given; without it a root counts that one of the keys in hand has signed. */
  readonly trust?: string;
  /** The first root of servers that have none. */
  readonly first?: Signed<Root>;
  readonly lasting?: Partial<Lasting>;
  readonly lockPatience?: LockPatience;
  readonly onProgress?: (progress: PublishProgress) => void;
  /** Somebody else is publishing: who, since when. */
  readonly onWait?: (who: string) => void;
}

export interface PublishProgress {
  readonly server: string;
  /** Path on the server. */
  readonly file: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** What is to be in place of what is there. */
export interface Change {
  readonly releases: ReadonlyMap<string, readonly ReleaseVersion[]>;
  /** The next root, signed. */
  readonly root?: Signed<Root>;
  readonly files?: ReadonlyMap<string, LocalContent>;
  readonly renew?: boolean;
}

export interface Present {
  readonly root: Signed<Root>;
  /** Missing where nothing has been published. */
  readonly standing: Standing | undefined;
  readonly releases: ReadonlyMap<string, readonly ReleaseVersion[]>;
}

export interface ServerResult {
  readonly server: string;
  /** `already`: the server had all of it. */
  readonly outcome?: 'published' | 'already';
  /** Why it stays behind. */
  readonly fault?: Fault;
}

export interface Published {
  readonly results: readonly ServerResult[];
  readonly root: Signed<Root>;
  readonly next: Standing;
}

/** `make` throws a failure where the change can't be. */
export async function changePublished(
  publishing: Publishing,
  make: (present: Present) => Change | Promise<Change>,
): Promise<Published | Fault> {
  const { servers, lockPatience = LOCK_PATIENCE, onWait = () => undefined } = publishing;
  return await withServers(servers, publishing, (asked) =>
    asFault(async () => {
      const first = asked.find(({ store }) => store !== undefined);
      if (first === undefined) throw noServer(asked);
      const own = await openStore(first.access, publishing);
      try {
        const lock = await takeLock(own, lockPatience, onWait);
        return await changing(publishing, asked, lock, make).finally(() => lock.release());
      } finally {
        own.close();
      }
    }),
  );
}

function noServer(asked: readonly Asked[]): StoreFailure {
  const faults = asked.flatMap(({ fault }) => fault ?? []);
  const all = faults.map(({ message }) => message).join('; ');
  return failure(faults[0]?.code ?? 'no-server', all === '' ? 'no server is named' : all);
}

async function changing(
  publishing: Publishing,
  asked: readonly Asked[],
  lock: Lock,
  make: (present: Present) => Change | Promise<Change>,
): Promise<Published> {
  const { trust, signers, lasting, first } = publishing;
  if (first !== undefined) await checkNoRoot(asked);
  const roots = first === undefined ? await trustedRoots(asked, signers, trust) : [first];
  const root = lastOf(roots);
  const now = Date.now();
  const { standing, counters } = await standingOf(asked, root.value, now);
  const releases = new Map(
    [...(standing?.files ?? [])].map(([name, { value }]) => [name, value.versions] as const),
  );
  const change = await make({ root, standing, releases });
  const nextRoot = change.root ?? root;
  const next = await compose({
    root: nextRoot.value,
    standing,
    releases: change.releases,
    signers,
    now,
    lasting: { ...LASTING, ...lasting },
    renew: change.renew ?? false,
    freeNumber: (path) => freeNumber(asked, path),
  });
  const all = [...roots, ...(change.root === undefined ? [] : [change.root])].map(
    ({ text }) => text,
  );
  const bringing = { next, roots: all, files: change.files ?? new Map<string, LocalContent>() };
  const results = await bringAll(
    publishing,
    asked,
    { ...bringing, check: () => lock.check() },
    counters,
  );
  return { results, root: nextRoot, next };
}

function lastOf(roots: readonly Signed<Root>[]): Signed<Root> {
  const root = roots.at(-1);
  if (root === undefined) throw failure('no-root', 'there is no root');
  return root;
}

/** The newest of all; a failure where nobody's is right, unless nobody has any. */
async function standingOf(
  asked: readonly Asked[],
  root: Root,
  now: number,
): Promise<{ standing: Standing | undefined; counters: readonly (number | undefined)[] }> {
  const judge = { root, now, lenient: true, seen: {} };
  const found = await Promise.all(asked.map((one) => answered(one, readStanding(judge))));
  const counters = found.map((one) =>
    one === undefined || 'nothing' in one ? undefined : one.timestamp.value.counter,
  );
  nameThoseBehind(asked, counters);
  const best = found[newest(counters)];
  if (best !== undefined && !('nothing' in best)) return { standing: best, counters };
  // One that can't be read may have what the others lack.
  const wrong = asked.find(({ fault }) => fault !== undefined);
  if (wrong?.fault !== undefined) throw new StoreFailure(wrong.fault);
  return { standing: undefined, counters };
}

/** Doubled until nothing is called by it: there are few, or somebody has been at work. */
async function freeNumber(
  asked: readonly Asked[],
  path: (number: number) => string,
): Promise<number> {
  const stores = asked.flatMap(({ store }) => store ?? []);
  for (let number = 1; number < 2 ** 30; number *= 2) {
    const sizes = await Promise.all(stores.map((store) => store.size(path(number))));
    if (sizes.every((size) => size === undefined)) return number;
  }
  throw failure('no-number', 'there is no free number left on the servers');
}

async function bringAll(
  { onProgress }: Publishing,
  asked: readonly Asked[],
  bringing: Omit<Bringing, 'others' | 'onProgress'>,
  counters: readonly (number | undefined)[],
): Promise<readonly ServerResult[]> {
  const others = asked.flatMap(({ store }) => store ?? []);
  const highest = Math.max(0, ...counters.map((counter = 0) => counter));
  const results: ServerResult[] = [];
  for (const [index, { url, store, fault }] of asked.entries()) {
    const tell = (file: string, doneBytes: number, totalBytes: number): void =>
      onProgress?.({ server: url, file, doneBytes, totalBytes });
    const behind = (counters[index] ?? 0) < highest;
    const work = { ...bringing, others, onProgress: tell };
    if (store !== undefined) results.push(await bringOne(url, store, work, behind));
    else if (fault !== undefined) results.push({ server: url, fault });
  }
  return results;
}

async function bringOne(
  server: string,
  store: ReleaseStore,
  bringing: Bringing,
  behind: boolean,
): Promise<ServerResult> {
  const sent = await asFault(async () => ({ files: await bring(store, bringing, behind) }));
  if ('code' in sent) return { server, fault: sent };
  return { server, outcome: sent.files === 0 ? 'already' : 'published' };
}
