/**
 * S2: COMMIT is in the journal only if every device has VOTED on its disc.
 *
 * Rule 1: the journal is read before the devices, so a vote that comes late can't excuse it.
 * Rule 2: one journal decides once.
 */
import type { Evidence, Moment, Violation } from './evidence.ts';
import {
  answered,
  deviceIn,
  folderOf,
  has,
  historiesOf,
  overMoments,
  rowsBefore,
} from './history.ts';
import type { History } from './history.ts';

const voted = ['voted', 'confirmed'];

export function commitAfterVotes(evidence: Evidence): readonly Violation[] {
  return overMoments(evidence, (moment) =>
    historiesOf(moment.journalFirst).flatMap((history) => [
      ...decidedOnce(history),
      ...(has(history.rows, 'commit') ? votesOf(history, moment) : []),
    ]),
  );
}

function votesOf(history: History, moment: Moment): readonly Violation[] {
  const { transaction, members } = history;
  return members.flatMap((name) => {
    const device = deviceIn(moment, name);
    const lines = device === undefined ? [] : (folderOf(device, transaction)?.lines ?? []);
    const violation = (what: string): Violation => ({
      rule: 'S2',
      device: name,
      transaction,
      what,
      evidence: [moment.label, ...lines.map((line) => `${line.state} ${String(line.epoch)}`)],
    });
    return [
      ...(lines.some((line) => line.state === 'voted')
        ? []
        : [violation('COMMIT is in the journal, and no vote is on the device')]),
      ...(answered(rowsBefore(history, 'commit'), name, voted)
        ? []
        : [violation('COMMIT is in the journal before the vote was received')]),
    ];
  });
}

function decidedOnce(history: History): readonly Violation[] {
  const journals = [...new Set(history.rows.map((row) => row.journal))];
  return journals.flatMap((journal) => {
    const decisions = history.rows.filter(
      (row) => row.journal === journal && ['commit', 'abort'].includes(row.record.record),
    );
    if (new Set(decisions.map((row) => row.record.record)).size < 2) return [];
    const what = 'COMMIT and ABORT are both in one journal';
    const evidence = decisions.map((row) => `${String(row.seq)} ${row.record.record}`);
    return [{ rule: 'S2', transaction: history.transaction, what, evidence }];
  });
}
