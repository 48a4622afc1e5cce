/**
 * Work on many small files of one server, several at once, over sessions that are kept.
 *
 * Rule 1: FTP carries one file at a time on a connection, so there are several connections; SFTP and a folder carry
 *         many on one.
 * Rule 2: a server that takes fewer connections is worked over those that it takes.
 * Rule 3: a session that breaks is opened again, and what it was at is tried once more; one that breaks thrice with
 *         nothing done between has ended.
 */
import type { Fault } from '../../protocol/fault.ts';
import { asFault, StoreFailure } from '../store.ts';
import type { ReleaseStore } from '../store.ts';

export interface Crew<T> {
  readonly url: string;
  /** Another session like the first. */
  readonly open: () => Promise<ReleaseStore>;
  readonly items: readonly T[];
  readonly work: (store: ReleaseStore, item: T) => Promise<void>;
  /** An item that could not be done, and why. */
  readonly onFault: (item: T, fault: Fault) => void;
}

interface Job<T> {
  readonly item: T;
  readonly again: boolean;
}

/** What all sessions share: what is left, and how much was done. */
interface Shared {
  next: number;
  done: number;
}

const FTP_SESSIONS = 6;
const IN_FLIGHT = 16;
const MOST_LOSSES = 3;

/** What ended the work early; what is left then was told to `onFault`. */
export async function overSessions<T>(
  crew: Crew<T>,
  first: ReleaseStore,
): Promise<Fault | undefined> {
  const ftp = /^ftps?:/.test(crew.url);
  const jobs = crew.items.map((item): Job<T> => ({ item, again: false }));
  const sessions = ftp ? Math.min(FTP_SESSIONS, Math.ceil(jobs.length / 4)) : 1;
  const shift: Shift<T> = {
    crew,
    jobs,
    inFlight: ftp ? 1 : IN_FLIGHT,
    shared: { next: 0, done: 0 },
  };
  const more = Array.from({ length: Math.max(0, sessions - 1) }, () => lane(shift));
  const [ended] = await Promise.all([lane(shift, first), ...more]);
  for (const { item } of jobs.slice(shift.shared.next))
    crew.onFault(item, ended ?? { code: 'server-unreachable', message: `${crew.url} was lost` });
  return shift.shared.next < jobs.length ? ended : undefined;
}

interface Shift<T> {
  readonly crew: Crew<T>;
  /** Grows by what is tried again. */
  readonly jobs: Job<T>[];
  readonly inFlight: number;
  readonly shared: Shared;
}

/** One session, opened again where it breaks; the fault that ended it before the work was. */
async function lane<T>(shift: Shift<T>, first?: ReleaseStore): Promise<Fault | undefined> {
  let store = first;
  for (let losses = 0; losses < MOST_LOSSES;) {
    const opened = store ?? (await asFault(shift.crew.open));
    if ('code' in opened) return opened;
    store = undefined;
    const before = shift.shared.done;
    const lost = await session(shift, opened);
    // The first one is its owner's to close.
    if (opened !== first) opened.close();
    if (lost === undefined) return undefined;
    losses = shift.shared.done > before ? 1 : losses + 1;
    if (losses >= MOST_LOSSES) return lost;
  }
  return undefined;
}

/** Until nothing is left, or it breaks: then why. */
async function session<T>(shift: Shift<T>, store: ReleaseStore): Promise<Fault | undefined> {
  let lost: Fault | undefined;
  const hand = async (): Promise<void> => {
    while (lost === undefined) {
      const job = shift.jobs[shift.shared.next];
      if (job === undefined) return;
      shift.shared.next += 1;
      const fault = await tried(shift, store, job);
      if (fault !== undefined) lost ??= fault;
    }
  };
  await Promise.all(Array.from({ length: shift.inFlight }, hand));
  return lost;
}

/** A fault where the session is of no use any more. */
async function tried<T>(
  { crew, jobs, shared }: Shift<T>,
  store: ReleaseStore,
  { item, again }: Job<T>,
): Promise<Fault | undefined> {
  try {
    await crew.work(store, item);
    shared.done += 1;
    return undefined;
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    const { fault } = error;
    if (isTheFiles(fault)) shared.done += 1;
    if (again || !isBroken(fault) || isTheFiles(fault)) crew.onFault(item, fault);
    else jobs.push({ item, again: true });
    return isBroken(fault) ? fault : undefined;
  }
}

/** After a refusal a session goes on; after anything else nobody knows where it stands. */
function isBroken({ code }: Fault): boolean {
  return code !== 'no-file' && code !== 'server-refused';
}

/** Another try would bring the same. */
function isTheFiles({ code }: Fault): boolean {
  return code === 'file-too-large';
}
