/** Rules of the protocol that a test may take away, to see that it would be noticed. Never in the product. */
export type Rule =
  /** A device refuses a lower epoch. */
  | 'fence'
  /** An inquiry takes the epoch of a device that does not know the transaction yet, too. */
  | 'idle-takes-epoch'
  /** A device that has reverted refuses latecomers. */
  | 'tombstone'
  /** The dead-man timer is off from HELD on. */
  | 'timer-off-at-hold'
  /** The journal refuses a lower epoch. */
  | 'journal-fence'
  /** A command waits for the records before it. */
  | 'record-first'
  /** A failed hold is no vote. */
  | 'vote-is-a-vote'
  /** A failed verify ends the way. */
  | 'verify-counts'
  /** A device says whether another journal's controller ever took its epoch. */
  | 'alien'
  /** A controller without the journal hears everybody before it decides. */
  | 'hear-all'
  /** A voted device stays as it is when it starts again. */
  | 'voted-stays';

export type Broken = ReadonlySet<Rule>;

export const unbroken: Broken = new Set();
