/** What servers offer, as a person looks at it: verified, and each server's state beside it. */
import type { Fault } from '../../protocol/fault.ts';
import type { ReleaseFile, Root } from '../model.ts';
import type { StoreOptions } from '../open.ts';
import { nameThoseBehind, newest } from '../read.ts';
import { answered, newestOfAll, rootFrom, withServers } from '../session.ts';
import { asFault } from '../store.ts';
import type { ServerAccess } from '../store.ts';
import type { Judge } from '../trust/metadata.ts';
import { readStanding } from './standing.ts';

export interface Offered {
  /** Missing where nobody's signature was asked for. */
  readonly root?: Root;
  readonly servers: readonly OfferedBy[];
  /** What the newest of them says; until when that holds. */
  readonly counter?: number;
  readonly expires?: string;
  readonly releases: readonly ReleaseFile[];
}

export interface OfferedBy {
  readonly url: string;
  readonly counter?: number;
  /** Why it is not taken, or that it is behind. */
  readonly fault?: Fault;
}

/** `trust` is the root's text, as it was given. */
export async function readOffered(
  servers: readonly ServerAccess[],
  trust: string | undefined,
  now: number,
  options?: StoreOptions,
): Promise<Offered | Fault> {
  return await withServers(servers, options, (asked) =>
    asFault(async () => {
      const root =
        trust === undefined ? undefined : (await newestOfAll(asked, rootFrom(trust))).value;
      const judge: Judge = { now, seen: {}, ...(root === undefined ? {} : { root }) };
      const found = await Promise.all(asked.map((one) => answered(one, readStanding(judge))));
      const counters = found.map((one) =>
        one === undefined || 'nothing' in one ? undefined : one.timestamp.value.counter,
      );
      nameThoseBehind(asked, counters);
      const best = found[newest(counters)];
      const states = asked.map(({ url, fault }, index) => {
        const counter = counters[index];
        return { url, ...(counter === undefined ? {} : { counter }), ...(fault && { fault }) };
      });
      const known = { ...(root === undefined ? {} : { root }), servers: states };
      if (best === undefined || 'nothing' in best) return { ...known, releases: [] };
      const { counter, expires } = best.timestamp.value;
      const releases = [...best.files.values()].map(({ value }) => value);
      return { ...known, counter, expires, releases };
    }),
  );
}
