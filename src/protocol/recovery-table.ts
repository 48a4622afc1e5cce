/**
 * What a controller does that starts again or takes over: exactly one row matches what it knows.
 *
 * `trust` is whose word decides:
 *   journal  this journal began the transaction, and a member has said that no other journal's controller
 *            ever took its epoch: no other can have decided. Not where a device is ahead of it (`fallen-back.ts`)
 *   devices  every member has answered, and none of them said so (or the journal is another's, or has fallen back):
 *            they decide
 *   nobody   not all have answered yet
 *
 * `asked`: whether each member has been asked in this life, and has answered or was silent: an answer of one of them may
 * show that the journal has fallen back, and is not awaited for longer than that.
 */
export interface RecoveryFacts {
  /** `planned`: this journal began it, and INTENT is not in it: nobody was told to prepare. */
  readonly journal: 'ended' | 'committed' | 'planned' | 'undecided';
  readonly trust: 'journal' | 'devices' | 'nobody';
  readonly asked: 'all' | 'not-all';
  readonly confirmed: 'some' | 'none';
  readonly voted: 'all' | 'not-all';
}

/** `rest`: nothing to do. `inquire`: ask, and look here again. */
export type RecoveryAct = 'rest' | 'inquire' | 'commit' | 'abort';

export interface RecoveryRow {
  readonly label: string;
  readonly when: Partial<RecoveryFacts>;
  readonly act: RecoveryAct;
}

export const recoveryTable: readonly RecoveryRow[] = [
  { label: 'it has ended', when: { journal: 'ended' }, act: 'rest' },
  { label: 'COMMIT is in the journal', when: { journal: 'committed' }, act: 'commit' },
  { label: 'nobody was told anything', when: { journal: 'planned' }, act: 'abort' },
  {
    label: 'no COMMIT, and no other journal can have one',
    when: { journal: 'undecided', trust: 'journal', asked: 'all' },
    act: 'abort',
  },
  {
    label: 'the same, but a member has not been asked yet',
    when: { journal: 'undecided', trust: 'journal', asked: 'not-all' },
    act: 'inquire',
  },
  {
    label: 'a member has not answered yet',
    when: { journal: 'undecided', trust: 'nobody' },
    act: 'inquire',
  },
  {
    label: 'the devices decide: one is confirmed',
    when: { journal: 'undecided', trust: 'devices', confirmed: 'some' },
    act: 'commit',
  },
  {
    label: 'the devices decide: all have voted',
    when: { journal: 'undecided', trust: 'devices', confirmed: 'none', voted: 'all' },
    act: 'commit',
  },
  {
    label: 'the devices decide: one has not voted',
    when: { journal: 'undecided', trust: 'devices', confirmed: 'none', voted: 'not-all' },
    act: 'abort',
  },
];

/** The rows that match; there is always exactly one. */
export function matchingRows(facts: RecoveryFacts): readonly RecoveryRow[] {
  return recoveryTable.filter(({ when }) => matches(when, facts));
}

function matches(when: Partial<RecoveryFacts>, facts: RecoveryFacts): boolean {
  return (
    (when.journal ?? facts.journal) === facts.journal &&
    (when.trust ?? facts.trust) === facts.trust &&
    (when.asked ?? facts.asked) === facts.asked &&
    (when.confirmed ?? facts.confirmed) === facts.confirmed &&
    (when.voted ?? facts.voted) === facts.voted
  );
}
