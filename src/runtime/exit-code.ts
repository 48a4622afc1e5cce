/** Exit codes (PROTOCOL: *Exit codes*), from how units ended. */
import type { Outcome } from '../protocol/transaction.ts';

export const EXIT = {
  committed: 0,
  wrongInput: 1,
  refused: 2,
  reverted: 3,
  pending: 4,
  broken: 5,
  fenced: 6,
  journal: 7,
  defect: 70,
  interrupted: 130,
} as const;

const BY_RESULT: Readonly<Record<Outcome['result'], number>> = {
  committed: EXIT.committed,
  refused: EXIT.refused,
  reverted: EXIT.reverted,
  pending: EXIT.pending,
  broken: EXIT.broken,
  fenced: EXIT.fenced,
  'journal-fault': EXIT.journal,
};

/** The gravest first: what an operator must look at before anything else. */
const GRAVEST = [
  EXIT.journal,
  EXIT.broken,
  EXIT.pending,
  EXIT.fenced,
  EXIT.reverted,
  EXIT.refused,
  EXIT.committed,
];

export function exitCodeOf(outcomes: readonly Outcome[]): number {
  const codes = new Set<number>(outcomes.map(exitCodeOfUnit));
  return GRAVEST.find((code) => codes.has(code)) ?? EXIT.committed;
}

function exitCodeOfUnit(outcome: Outcome): number {
  const wrongKey = outcome.cause?.code === 'host-key' && outcome.result === 'refused';
  return wrongKey ? EXIT.fenced : BY_RESULT[outcome.result];
}
