/**
 * What a record's body is: a word for its kind, and plain JSON beside it.
 *
 * Rule 1: an open set: units bring `UnitRecord`s, the runtime its own kinds; the journal keeps them alike.
 * Deliberately not here: what is in a unit's record (`unit-record-shape.ts`).
 */
export interface JournalBody {
  /** The kind: `begin`, `sent`, `run-begin` … */
  readonly record: string;
}

/** One thing to be put on disk; `transaction` is what it belongs to: a unit's transaction, a run, a download. */
export interface JournalEntry {
  readonly transaction: string;
  readonly body: JournalBody;
}

/** One thing that is on disk. */
export interface JournalRecord {
  /** From 1, without a gap, over the whole journal. */
  readonly seq: number;
  readonly transaction: string;
  readonly epoch: number;
  readonly controller: string;
  /** ISO 8601, by the clock of the controller that wrote it. */
  readonly at: string;
  readonly kind: string;
  readonly body: JournalBody;
}
