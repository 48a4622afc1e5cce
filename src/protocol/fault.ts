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

/** A world that may fail answers with what was wanted, or with a fault. */
export type OrFault<T> = T | FaultValue;

/** A fault as a function's answer, told from what was wanted by its field. */
export interface FaultValue {
  readonly fault: Fault;
  /** Told apart from a device's answer, which may carry a fault too. */
  readonly answer?: never;
}

export function isFault(value: unknown): value is FaultValue {
  return typeof value === 'object' && value !== null && 'fault' in value && !('answer' in value);
}

export function fault(
  code: string,
  message: string,
  more: Omit<Fault, 'code' | 'message'> = {},
): FaultValue {
  return { fault: { code, message, ...more } };
}
