/** S7: "committed", and exit 0, only after every device's confirmation was received and journaled. */
import type { Evidence, Violation } from './evidence.ts';
import { answered, deviceIn, folderOf, historiesOf, overMoments } from './history.ts';
import type { History } from './history.ts';

export function committedMeansConfirmed(evidence: Evidence): readonly Violation[] {
  const last = evidence.moments.at(-1);
  if (last === undefined) return [];
  const histories = historiesOf(last.journalThen);
  return [
    ...overMoments(evidence, (moment) => historiesOf(moment.journalThen).flatMap(saidTooEarly)),
    ...evidence.exits
      .filter(({ code }) => code === 0)
      .flatMap(({ transactions }) =>
        transactions.flatMap((name) => exitedTooEarly(name, histories)),
      ),
    ...histories.filter(endsCommitted).flatMap((history) =>
      history.members
        .filter((name) => {
          const device = deviceIn(last, name);
          const lines = device === undefined ? [] : folderOf(device, history.transaction)?.lines;
          return lines?.some((line) => line.state === 'confirmed') !== true;
        })
        .map((name) =>
          violation(
            history.transaction,
            name,
            'ended as committed, and the device has not confirmed',
          ),
        ),
    ),
  ];
}

function saidTooEarly(history: History): readonly Violation[] {
  const at = history.rows.findIndex(isCommittedEnd);
  if (at < 0) return [];
  return history.members
    .filter((name) => !answered(history.rows.slice(0, at), name, ['confirmed']))
    .map((name) =>
      violation(
        history.transaction,
        name,
        'ended as committed before the confirmation was journaled',
      ),
    );
}

function exitedTooEarly(transaction: string, histories: readonly History[]): readonly Violation[] {
  const history = histories.find((one) => one.transaction === transaction);
  if (history === undefined || !endsCommitted(history)) {
    return [violation(transaction, undefined, 'exit 0, and the journal has no end as committed')];
  }
  return [];
}

function endsCommitted(history: History): boolean {
  return history.rows.some(isCommittedEnd);
}

function isCommittedEnd({ record }: History['rows'][number]): boolean {
  return record.record === 'end' && record.outcome.result === 'committed';
}

function violation(transaction: string, device: string | undefined, what: string): Violation {
  return {
    rule: 'S7',
    transaction,
    ...(device === undefined ? {} : { device }),
    what,
    evidence: [],
  };
}
