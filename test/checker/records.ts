/** The journal's records as the documents describe them, declared anew; unknown fields are left alone. */

export interface JournalRow {
  /** The state folder it was read from. */
  readonly journal: string;
  readonly seq: number;
  /** What it belongs to: a unit's transaction, a run, a download. */
  readonly transaction: string;
  readonly epoch: number;
  readonly controller: string;
  readonly record: JournalRecord;
}

export type JournalRecord =
  | { readonly record: 'begin'; readonly orders: { readonly members: readonly Member[] } }
  | { readonly record: 'taken-over' }
  | { readonly record: 'intent' }
  | { readonly record: 'switching' }
  | SentRecord
  | AnswerRecord
  | { readonly record: 'fault'; readonly device: string; readonly order: string }
  | { readonly record: 'commit' }
  | { readonly record: 'abort' }
  | { readonly record: 'end'; readonly outcome: { readonly result: string } }
  | { readonly record: 'other' };

export interface Member {
  readonly device: string;
  readonly version: string;
}

export interface SentRecord {
  readonly record: 'sent';
  readonly device: string;
  readonly order: string;
  readonly steps: readonly { readonly no: number | string; readonly step: string }[];
}

export interface AnswerRecord {
  readonly record: 'answer';
  readonly device: string;
  readonly order: string;
  readonly answer: {
    readonly answer: string;
    readonly state?: string;
    readonly fingerprint?: string;
    readonly made?: string;
    readonly changed?: string;
  };
}
