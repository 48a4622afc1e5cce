/**
 * The independent checker: does this evidence break one of the promises?
 *
 * Rule 1: it imports nothing from the product; a wrong idea there is not repeated here.
 * Rule 2: pure: the same evidence gives the same violations.
 */
import type { DeviceEvidence, Evidence, Moment, Rule, Violation } from './evidence.ts';
import type { JournalRow } from './records.ts';
import { neverMixed } from './s1-never-mixed.ts';
import { once } from './s10-once.ts';
import { sameBytes } from './s11-same-bytes.ts';
import { noSecret } from './s13-no-secret.ts';
import { noControlByte } from './s14-no-control-byte.ts';
import { commitAfterVotes } from './s2-commit-after-votes.ts';
import { nothingBeforeSwitching } from './s3-nothing-before-switching.ts';
import { oldOrNew } from './s4-old-or-new.ts';
import { restorable } from './s5-restorable.ts';
import { journalFirst } from './s6-journal-first.ts';
import { committedMeansConfirmed } from './s7-committed-means-confirmed.ts';
import { fenced } from './s9-fenced.ts';

export const rules: Readonly<Record<Rule, (evidence: Evidence) => readonly Violation[]>> = {
  S1: neverMixed,
  S2: commitAfterVotes,
  S3: nothingBeforeSwitching,
  S4: oldOrNew,
  S5: restorable,
  S6: journalFirst,
  S7: committedMeansConfirmed,
  S9: fenced,
  S10: once,
  S11: sameBytes,
  S13: noSecret,
  S14: noControlByte,
};

export function judge(evidence: Evidence): readonly Violation[] {
  const own = withoutEarlier(evidence);
  return Object.values(rules).flatMap((rule) => rule(own));
}

/** A violation as one would read it in a failed test. */
export function showViolation(violation: Violation): string {
  const where = [violation.transaction, violation.device].filter((part) => part !== undefined);
  const head = `${violation.rule} ${where.join(' ')}: ${violation.what}`;
  return [head, ...violation.evidence.map((line) => `    ${line}`)].join('\n');
}

function withoutEarlier(evidence: Evidence): Evidence {
  if (evidence.over.length === 0) return evidence;
  const isOwn = (transaction: string): boolean => !evidence.over.includes(transaction);
  const rows = (all: readonly JournalRow[]): readonly JournalRow[] =>
    all.filter((row) => isOwn(row.transaction));
  const folders = (device: DeviceEvidence): DeviceEvidence => ({
    ...device,
    transactions: device.transactions.filter((folder) => isOwn(folder.transaction)),
  });
  const moments = evidence.moments.map((moment): Moment => ({
    ...moment,
    journalFirst: rows(moment.journalFirst),
    journalThen: rows(moment.journalThen),
    devices: moment.devices.map(folders),
  }));
  return { ...evidence, moments };
}
