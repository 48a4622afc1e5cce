/**
 * Servers that are asked together: what is wrong with one is that one's matter.
 *
 * Rule 1: a server at fault is asked no more.
 * Rule 2: of one server one thing is asked at a time; of several, all at once.
 * Rule 3: where a grace is given, it begins when one has answered right; those that are late then are no longer waited for.
 */
import type { Fault } from '../protocol/fault.ts';
import type { Signed } from './formats/signed.ts';
import type { Root } from './model.ts';
import { openStore } from './open.ts';
import type { StoreOptions } from './open.ts';
import { asFault, failure, StoreFailure } from './store.ts';
import type { ReleaseStore, ServerAccess } from './store.ts';
import type { Given, Reading } from './trust/ask.ts';
import { faultOf, Refused } from './trust/refusal.ts';
import { newestRoot, readRoot } from './trust/roots.ts';

/** A server that could be opened, or why not. */
export interface Asked {
  readonly url: string;
  readonly access: ServerAccess;
  store?: ReleaseStore;
  fault?: Fault;
  /** Others had answered, and this one not yet. */
  late?: Fault;
  /** What it is at; never rejected. */
  busy: Promise<unknown>;
}

/** All of them opened for the time of the work, whatever comes of it. */
export async function withServers<T>(
  servers: readonly ServerAccess[],
  options: StoreOptions | undefined,
  work: (asked: readonly Asked[]) => Promise<T>,
): Promise<T> {
  return await withOpening(servers, options, async (asked) => {
    await Promise.all(asked.map(({ busy }) => busy));
    return await work(asked);
  });
}

/** The same, while some are still being opened: whatever is asked of one waits for that. */
export async function withOpening<T>(
  servers: readonly ServerAccess[],
  options: StoreOptions | undefined,
  work: (asked: readonly Asked[]) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const given = { ...options, signal: ending.signal };
  const asked = servers.map((access) => opening(access, given));
  try {
    return await work(asked);
  } finally {
    ending.abort();
    for (const { store } of asked) store?.close();
  }
}

function opening(access: ServerAccess, options: StoreOptions): Asked {
  const one: Asked = { url: access.url, access, busy: Promise.resolve() };
  one.busy = asFault(() => openStore(access, options)).then((store) => {
    if ('code' in store) one.fault = store;
    else if (options.signal?.aborted === true) store.close();
    else one.store = store;
  });
  return one;
}

/** Why it is passed over. */
export function faultIn({ fault, late }: Asked): Fault | undefined {
  return fault ?? late;
}

/** Asks each of them, all at once; nothing from those at fault, and from those that are late. */
export async function ofAll<T extends object>(
  asked: readonly Asked[],
  ask: (one: Asked) => Reading<T>,
  graceMs?: number,
): Promise<readonly (T | undefined)[]> {
  const results = asked.map((): T | undefined => undefined);
  const waiting = new Set(asked);
  const grace = Promise.withResolvers<undefined>();
  let timer: NodeJS.Timeout | undefined;
  const works = asked.map(async (one, index) => {
    const result = await answered(one, ask(one));
    if (!waiting.delete(one)) return;
    results[index] = result;
    if (result === undefined || graceMs === undefined) return;
    timer ??= setTimeout(grace.resolve, graceMs, undefined);
  });
  await Promise.race([Promise.all(works), grace.promise]);
  clearTimeout(timer);
  for (const one of waiting) one.late = lateness(one.url, graceMs);
  waiting.clear();
  return results;
}

function lateness(url: string, graceMs = 0): Fault {
  const seconds = String(Math.ceil(graceMs / 1_000));
  return {
    code: 'server-timeout',
    message: `${url}: no answer ${seconds} s after another server’s`,
  };
}

/** The newest that any server gives; what makes a server's next one wrong is that server's matter. */
export async function newestOfAll(
  asked: readonly Asked[],
  trusted: Signed<Root>,
  graceMs?: number,
): Promise<Signed<Root>> {
  const found = await ofAll(asked, () => newestRoot(trusted), graceMs);
  for (const [index, one] of asked.entries()) {
    const refused = found[index]?.refused;
    if (refused !== undefined) one.fault ??= toldOf(one.url, refused);
  }
  const newest = found.reduce(
    (best, roots) =>
      roots !== undefined && roots.root.value.version > best.value.version ? roots.root : best,
    trusted,
  );
  // Another server may go on from there.
  return newest === trusted ? trusted : await newestOfAll(asked, newest, graceMs);
}

/** Throws a failure where it is none. */
export function rootFrom(text: string): Signed<Root> {
  const read = readRoot(text);
  if (read.ok) return read.value;
  throw failure('malformed', `the trusted root, line ${String(read.line)}: ${read.problem}`);
}

/** Feeds a reading from a server; nothing where that is at fault, or late. */
export async function answered<T extends object | undefined>(
  one: Asked,
  reading: Reading<T>,
): Promise<T | undefined> {
  const work = one.busy.then(() => answeredNow(one, reading));
  one.busy = work.catch(() => undefined);
  return await work;
}

async function answeredNow<T extends object | undefined>(
  one: Asked,
  reading: Reading<T>,
): Promise<T | undefined> {
  const { store } = one;
  if (store === undefined || faultIn(one) !== undefined) return undefined;
  const result = await asFault(async () => ({ value: await drive(store, reading) }));
  if ('value' in result) return result.value;
  one.fault = toldOf(one.url, result);
  return undefined;
}

function toldOf(url: string, fault: Fault): Fault {
  return fault.message.startsWith(url) ? fault : { ...fault, message: `${url}: ${fault.message}` };
}

async function drive<T>(store: ReleaseStore, reading: Reading<T>): Promise<T> {
  return await judged(async () => {
    let step = reading.next();
    while (step.done !== true)
      step = reading.next(await give(store, step.value.path, step.value.most));
    return step.value;
  });
}

/** What is refused is a failure to those outside. */
export async function judged<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Refused ? new StoreFailure(faultOf(error)) : error;
  }
}

async function give(store: ReleaseStore, path: string, most: number): Promise<Given> {
  try {
    return await store.read(path, most);
  } catch (error) {
    if (error instanceof StoreFailure && error.fault.code === 'file-too-large') return 'endless';
    throw error;
  }
}
