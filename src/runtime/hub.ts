/** The one stream of events, to whoever looks. */
import type { CutoverEvent, EventBody } from '../report/events.ts';

export interface Hub {
  emit(body: EventBody): void;
  /** Returns what ends the subscription. */
  subscribe(listener: (event: CutoverEvent) => void): () => void;
}

/** What happens before anybody looks is kept for the first who does. */
const MOST_KEPT = 10_000;

export function makeHub(): Hub {
  const listeners = new Set<(event: CutoverEvent) => void>();
  let early: CutoverEvent[] | undefined = [];
  return {
    emit(body) {
      const event: CutoverEvent = { v: 1, at: new Date().toISOString(), ...body };
      if (early !== undefined && early.length < MOST_KEPT) early.push(event);
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      for (const event of early ?? []) listener(event);
      early = undefined;
      return () => void listeners.delete(listener);
    },
  };
}
