/** A fault: the world failed. A value that becomes an event and is journaled; never thrown across a room. */
export interface Fault {
  /** A short fixed word for programs: `step-failed`, `unreachable`, `host-key`, `version-mismatch` … */
  readonly code: string;
  /** One sentence for people: what, and what was needed or found. Free of control characters. */
  readonly message: string;
  /** The script's step, and its line, where it has one. */
  readonly step?: string;
  readonly line?: number;
  /** What the user can do. */
  readonly hint?: string;
}
