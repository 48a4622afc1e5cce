/**
 * What is known at a line about the way back: what has been kept, what has been made, what is down.
 *
 * Rule 1: states are never changed, so that branches can start from the same one.
 * Rule 2: after two branches only what both have done is done, and what one has stopped may be down.
 */
import type { Expression } from '../checked.ts';
import type { Span } from '../tree.ts';
import { mentions, type Symbolic } from './symbolic.ts';

export interface UndoState {
  readonly known: ReadonlyMap<string, Expression>;
  readonly keeps: readonly Kept[];
  /** Places of any kind that were made, as `KIND VALUE`. */
  readonly made: readonly Symbolic[];
  /** A keep or a made place whose path is wrong already: nothing more is said about paths. */
  readonly unclear: boolean;
  /** Services that may be down, with the step that stopped them. */
  readonly down: ReadonlyMap<Symbolic, Span>;
  /** Paths written by programs that were given a secret. */
  readonly secretPaths: readonly { readonly path: Symbolic; readonly span: Span }[];
}

export interface Kept {
  readonly path: Symbolic;
  readonly step: string;
  readonly span: Span;
}

export function beginning(known: UndoState['known']): UndoState {
  return { known, keeps: [], made: [], unclear: false, down: new Map(), secretPaths: [] };
}

export function merge(a: UndoState, b: UndoState): UndoState {
  return {
    known: a.known,
    keeps: a.keeps.filter((kept) => b.keeps.some((other) => other.step === kept.step)),
    made: a.made.filter((place) => b.made.includes(place)),
    unclear: a.unclear || b.unclear,
    down: new Map([...a.down, ...b.down]),
    secretPaths: [...new Set([...a.secretPaths, ...b.secretPaths])],
  };
}

/** A name that gets a new value: what was known of the old one is no longer. */
export function forget(state: UndoState, name: string): UndoState {
  const known = new Map(state.known);
  known.delete(name);
  return {
    ...state,
    known,
    keeps: state.keeps.filter(({ path }) => !mentions(path, name)),
    made: state.made.filter((place) => !mentions(place, name)),
  };
}
