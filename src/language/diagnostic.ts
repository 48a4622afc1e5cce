/**
 * A diagnostic: the text is wrong. A value, collected, never thrown.
 *
 * The registry (`codes/`) holds, for each code, its severity, its title and its page.
 * Deliberately not here: how it looks (`render`), what failed in the world (a *Fault*).
 */
import type { Span } from './tree.ts';
import type { Source } from './source.ts';

export interface Diagnostic {
  /** `E0312`; a key of the registry. */
  readonly code: string;
  readonly message: string;
  readonly source: Source;
  /** The first is the main one; the others show what it clashes with. */
  readonly labels: readonly [Label, ...Label[]];
  /** Why, one sentence each (`= …` lines). */
  readonly notes: readonly string[];
  readonly hint?: string;
}

export interface Label {
  readonly span: Span;
  readonly text: string;
  /** Where the span lies in another file than the diagnostic's. */
  readonly source?: Source;
}
