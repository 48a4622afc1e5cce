/**
 * The one stream of events, to whoever looks; each who looks names the subjects that concern him.
 *
 * Rule 1: a subject is a transaction, a run or a download, by its id; an event is of exactly one.
 * Rule 2: what happens before anybody follows a subject is kept for the first who does; whoever comes later is told
 *         how it stands, and then what is new.
 */
import type { CutoverEvent, EventBody } from '../report/events.ts';

export type Listener = (event: CutoverEvent) => void;

export interface Hub {
  emit(body: EventBody): void;
  /** Returns what ends it. Following twice is following once. */
  follow(subject: string, listener: Listener): () => void;
  /** How a subject stands, for those who come later; asked for at that moment. */
  describe(subject: string, standing: () => EventBody): void;
}

interface Subject {
  readonly listeners: Set<Listener>;
  /** Missing once somebody has followed it. */
  unheard: CutoverEvent[] | undefined;
  standing?: () => EventBody;
}

/** Of all subjects together. */
const MOST_KEPT = 10_000;

export function makeHub(): Hub {
  const subjects = new Map<string, Subject>();
  let kept = 0;
  const at = (name: string): Subject => {
    const found = subjects.get(name) ?? { listeners: new Set(), unheard: [] };
    subjects.set(name, found);
    return found;
  };
  return {
    emit(body) {
      const event = stamped(body);
      const { listeners, unheard } = at(subjectOf(body));
      for (const listener of listeners) listener(event);
      if (unheard === undefined || kept >= MOST_KEPT) return;
      unheard.push(event);
      kept += 1;
    },
    follow(name, listener) {
      const subject = at(name);
      if (subject.listeners.has(listener)) return () => undefined;
      for (const event of missedOf(subject)) listener(event);
      kept -= subject.unheard?.length ?? 0;
      subject.unheard = undefined;
      subject.listeners.add(listener);
      return () => void subject.listeners.delete(listener);
    },
    describe(name, standing) {
      at(name).standing = standing;
    },
  };
}

function missedOf({ unheard, standing }: Subject): readonly CutoverEvent[] {
  if (unheard !== undefined) return unheard;
  return standing === undefined ? [] : [stamped(standing())];
}

function stamped(body: EventBody): CutoverEvent {
  return { v: 1, at: new Date().toISOString(), ...body };
}

function subjectOf(body: EventBody): string {
  return 'transaction' in body ? body.transaction : body.run;
}
