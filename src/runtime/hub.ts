/** The one stream of events, to whoever looks. */
import type { CutoverEvent, EventBody } from '../report/events.ts';

export interface Hub {
  emit(body: EventBody): void;
  /** Returns what ends the subscription. */
  subscribe(listener: (event: CutoverEvent) => void): () => void;
}

export function makeHub(): Hub {
  const listeners = new Set<(event: CutoverEvent) => void>();
  return {
    emit(body) {
      const event: CutoverEvent = { v: 1, at: new Date().toISOString(), ...body };
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
