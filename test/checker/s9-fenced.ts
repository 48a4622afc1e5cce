/**
 * S9: a lower epoch or a foreign transaction has no effect.
 *
 * Rule 1: in each state file epochs never fall, and one epoch has one controller.
 * Rule 2: two transactions are never open on one device at once, by its own uptime.
 * Rule 3: a tombstone never moves again.
 * Rule 4: a journal's epochs never fall either: whoever is fenced writes no more.
 * Rule 5: what the harness tried (a late order, a stranger's) left the device as it was.
 */
import { differences, strictly } from './differences.ts';
import type {
  DeviceEvidence,
  DeviceTransaction,
  Evidence,
  StateLine,
  Violation,
} from './evidence.ts';
import { openStates, overMoments, stateOf } from './history.ts';
import type { JournalRow } from './records.ts';

export function fenced(evidence: Evidence): readonly Violation[] {
  return [
    ...overMoments(evidence, (moment) => lateRecords(moment.journalThen)),
    ...overMoments(evidence, (moment) =>
      moment.devices.flatMap((device) => [
        ...device.transactions.flatMap((folder) => [
          ...found(
            device,
            folder,
            'an epoch fell, or two controllers share one',
            fallen(folder.lines),
          ),
          ...found(device, folder, 'an ended transaction moved again', woken(folder.lines)),
        ]),
        ...overlaps(device),
      ]),
    ),
    ...evidence.intrusions.flatMap(({ device, what, before, after }): readonly Violation[] => {
      const traces = differences(before, after, strictly);
      return traces.length === 0
        ? []
        : [{ rule: 'S9', device, what: `had an effect: ${what}`, evidence: traces }];
    }),
  ];
}

function fallen(lines: readonly StateLine[]): readonly string[] {
  return lines.flatMap((line, at) => {
    const earlier = lines[at - 1];
    if (earlier === undefined) return [];
    const falls = line.epoch < earlier.epoch;
    const shared = line.epoch === earlier.epoch && line.controller !== earlier.controller;
    return falls || shared ? [`${show(earlier)}, then ${show(line)}`] : [];
  });
}

/** `broken` may be mended by another revert; `dead` and `confirmed` are the end. */
function woken(lines: readonly StateLine[]): readonly string[] {
  return lines.flatMap((line, at) => {
    const earlier = lines[at - 1];
    const ended = earlier !== undefined && ['dead', 'confirmed'].includes(earlier.state);
    return ended && line.state !== earlier.state ? [`${show(earlier)}, then ${show(line)}`] : [];
  });
}

function lateRecords(rows: readonly JournalRow[]): readonly Violation[] {
  return rows.flatMap((row): readonly Violation[] => {
    const later = rows.find(
      (one) => one.journal === row.journal && one.seq < row.seq && one.epoch > row.epoch,
    );
    if (later === undefined) return [];
    const { transaction, record } = row;
    const what = 'a record was written under an epoch that was over';
    const shown = `${String(row.seq)} ${record.record}: epoch ${String(row.epoch)}, ${String(later.seq)} has ${String(later.epoch)}`;
    return [{ rule: 'S9', transaction, what, evidence: [shown] }];
  });
}

function overlaps(device: DeviceEvidence): readonly Violation[] {
  return device.transactions.flatMap((one) => {
    const guests = device.transactions
      .filter((other) => other !== one)
      .filter((other) => other.lines.some((line) => isWithin(line, one)));
    if (guests.length === 0) return [];
    const what = 'another transaction moved while this one was open';
    return found(
      device,
      one,
      what,
      guests.map((guest) => guest.transaction),
    );
  });
}

/** Uptimes of one boot only can be compared. */
function isWithin(line: StateLine, folder: DeviceTransaction): boolean {
  const own = folder.lines.filter(({ boot }) => boot === line.boot);
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined || line.uptime <= first.uptime) return false;
  return openStates.includes(stateOf(folder)) || line.uptime < endedAt(own, last).uptime;
}

/** The line that ended it, not what a latecomer may have added. */
function endedAt(lines: readonly StateLine[], last: StateLine): StateLine {
  return lines.find(({ state }) => ['dead', 'confirmed'].includes(state)) ?? last;
}

function found(
  { device }: DeviceEvidence,
  { transaction }: DeviceTransaction,
  what: string,
  evidence: readonly string[],
): readonly Violation[] {
  return evidence.length === 0 ? [] : [{ rule: 'S9', device, transaction, what, evidence }];
}

function show(line: StateLine): string {
  return `${line.state} under epoch ${String(line.epoch)} of ${line.controller}`;
}
