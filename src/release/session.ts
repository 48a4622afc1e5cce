/**
 * Servers that are asked together: what is wrong with one is that one's matter.
 *
 * Rule 1: a server at fault is asked no more.
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
  readonly store?: ReleaseStore;
  fault?: Fault;
}

/** Opened for the time of the work, whatever comes of it. */
export async function withServers<T>(
  servers: readonly ServerAccess[],
  options: StoreOptions | undefined,
  work: (asked: readonly Asked[]) => Promise<T>,
): Promise<T> {
  const asked = await Promise.all(servers.map((server) => openOne(server, options)));
  try {
    return await work(asked);
  } finally {
    for (const { store } of asked) store?.close();
  }
}

async function openOne(access: ServerAccess, options?: StoreOptions): Promise<Asked> {
  const store = await asFault(() => openStore(access, options));
  return 'code' in store
    ? { url: access.url, access, fault: store }
    : { url: access.url, access, store };
}

/** The newest that any server gives; what makes a server's next one wrong is that server's matter. */
export async function newestOfAll(
  asked: readonly Asked[],
  trusted: Signed<Root>,
): Promise<Signed<Root>> {
  let root = trusted;
  for (const one of asked) {
    const roots = await answered(one, newestRoot(root));
    if (roots?.refused !== undefined) one.fault ??= toldOf(one.url, roots.refused);
    root = roots?.root ?? root;
  }
  return root;
}

/** Throws a failure where it is none. */
export function rootFrom(text: string): Signed<Root> {
  const read = readRoot(text);
  if (read.ok) return read.value;
  throw failure('malformed', `the trusted root, line ${String(read.line)}: ${read.problem}`);
}

/** Feeds a reading from a server; nothing where that is at fault. */
export async function answered<T extends object | undefined>(
  one: Asked,
  reading: Reading<T>,
): Promise<T | undefined> {
  const { store } = one;
  if (store === undefined || one.fault !== undefined) return undefined;
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
