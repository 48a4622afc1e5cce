/**
 * S6: the journal is never behind the devices: each effect has an earlier record with the same
 * transaction, epoch and step.
 *
 * Rule 1: the devices are read before the journal, so a record that comes late can't be held against it.
 * Rule 2: a device may go back by itself (dead-man, start); everything else it was sent.
 * Rule 3: a decision stands in the journal before the first order that follows from it.
 */
import type { DeviceEvidence, DeviceTransaction, Evidence, Moment, Violation } from './evidence.ts';
import { has, historiesOf, overMoments, rowsBefore, sentTo } from './history.ts';
import type { History } from './history.ts';
import type { JournalRow } from './records.ts';

/** The states that only an order brings about. */
const orderOf: Readonly<Record<string, string>> = {
  preparing: 'prepare',
  'switch-intent': 'switch',
  held: 'hold',
  confirmed: 'confirm',
};

/** The record that comes before the first of these is sent. */
const decisionFor: Readonly<Record<string, JournalRow['record']['record']>> = {
  prepare: 'intent',
  switch: 'switching',
  confirm: 'commit',
  revert: 'abort',
};

export function journalFirst(evidence: Evidence): readonly Violation[] {
  return overMoments(evidence, (moment) => {
    const histories = historiesOf(moment.journalThen);
    return [
      ...moment.devices.flatMap((device) =>
        device.transactions.flatMap((folder) => effects(moment, device, folder, histories)),
      ),
      ...histories.flatMap(decidedFirst),
      ...histories.flatMap(sentFirst),
    ];
  });
}

function effects(
  moment: Moment,
  { device }: DeviceEvidence,
  folder: DeviceTransaction,
  histories: readonly History[],
): readonly Violation[] {
  const { transaction } = folder;
  const rows = histories.find((history) => history.transaction === transaction)?.rows ?? [];
  const missing = [
    ...epochsUnknown(folder, rows),
    ...statesUnsent(folder, rows, device),
    ...stepsUnsent(folder, rows, device),
  ];
  if (missing.length === 0) return [];
  const what = 'the device shows an effect that the journal has no record of';
  return [{ rule: 'S6', device, transaction, what, evidence: [moment.label, ...missing] }];
}

function epochsUnknown(folder: DeviceTransaction, rows: readonly JournalRow[]): readonly string[] {
  return folder.lines
    .filter(
      (line) => !rows.some((row) => row.epoch === line.epoch && row.controller === line.controller),
    )
    .map((line) => `state ${line.state} under epoch ${String(line.epoch)} of ${line.controller}`);
}

function statesUnsent(
  folder: DeviceTransaction,
  rows: readonly JournalRow[],
  device: string,
): readonly string[] {
  const sent = sentTo(rows, device);
  return folder.lines
    .filter((line, at) => line.state !== folder.lines[at - 1]?.state)
    .filter((line) => {
      const order = orderOf[line.state];
      return (
        order !== undefined && !sent.some((one) => one.order === order && one.epoch === line.epoch)
      );
    })
    .map(
      (line) =>
        `state ${line.state} ${String(line.epoch)}: no \`${orderOf[line.state] ?? ''}\` was sent`,
    );
}

function stepsUnsent(
  folder: DeviceTransaction,
  rows: readonly JournalRow[],
  device: string,
): readonly string[] {
  const steps = sentTo(rows, device).flatMap((one) => one.steps.map(({ no }) => String(no)));
  return folder.undo
    .filter((record) => record.whole && !steps.includes(record.no))
    .map((record) => `undo/${record.no}: no such step was sent`);
}

function decidedFirst(history: History): readonly Violation[] {
  const { transaction, members } = history;
  return Object.entries(decisionFor).flatMap(([order, decision]) => {
    const early = members.filter((device) => isSent(rowsBefore(history, decision), device, order));
    if (early.length === 0) return [];
    const what = `\`${order}\` was sent before ${decision.toUpperCase()} was in the journal`;
    return [{ rule: 'S6' as const, transaction, what, evidence: early }];
  });
}

function isSent(rows: readonly JournalRow[], device: string, order: string): boolean {
  return sentTo(rows, device).some((one) => one.order === order);
}

const effectful = ['staged', 'armed', 'voted', 'confirmed'];

/** No answer to an order that was never sent. */
function sentFirst(history: History): readonly Violation[] {
  const { transaction, rows } = history;
  if (!has(rows, 'begin')) return [];
  return rows.flatMap(({ record }, at) => {
    if (record.record !== 'answer' || !effectful.includes(record.answer.answer)) return [];
    if (isSent(rows.slice(0, at), record.device, record.order)) return [];
    const what = `an answer to \`${record.order}\` was received, and no record says it was sent`;
    return [
      {
        rule: 'S6' as const,
        device: record.device,
        transaction,
        what,
        evidence: [record.answer.answer],
      },
    ];
  });
}
