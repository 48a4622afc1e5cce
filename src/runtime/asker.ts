/** Whoever asked something of the controller, as the work that was asked for sees him. */
export interface Asker {
  /** He is told what happens to this transaction, run or download. */
  concerns(subject: string): void;
  /** The same, and what he began is his to interrupt. */
  began(transaction: string): void;
}
