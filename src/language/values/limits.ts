/** What a script may ask for at most. Each limit is a promise that a check, a run and a screen stay bounded. */
export const limits = {
  /** Items of a list. */
  listItems: 1_000,
  /** One step's `within`, one pause, one `takes`: a day. */
  stepMs: 86_400_000,
  /** The largest integer that every shell can count with. */
  integer: 2_147_483_647,
  /** A size in bytes: 8 PiB less one, exact in a double. */
  size: Number.MAX_SAFE_INTEGER,
  /** A text’s length in bytes: it travels as one argument of a program (Linux: 128 KiB with its end). */
  textBytes: 131_000,
  /** A path's length; POSIX's PATH_MAX is 4,096 bytes. */
  path: 1_024,
  /** Steps, branches and loops one inside the other. */
  depth: 16,
  /** Steps of one script, loops unrolled. */
  steps: 10_000,
} as const;
