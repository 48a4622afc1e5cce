/**
 * S3: no managed path and no service differs from before until SWITCHING is in the journal
 * and every device has answered staged.
 *
 * Rule 1: and asked once more, just before, each says that it is still staged and unchanged.
 */
import { differences } from './differences.ts';
import type { DeviceEvidence, Evidence, Moment, Violation } from './evidence.ts';
import {
  answersOf,
  deviceIn,
  folderOf,
  has,
  historiesOf,
  overMoments,
  rowsBefore,
  sentTo,
} from './history.ts';
import type { History } from './history.ts';
import type { JournalRow } from './records.ts';

const switched = ['switch-intent', 'armed', 'held', 'voted', 'confirmed'];

export function nothingBeforeSwitching(evidence: Evidence): readonly Violation[] {
  return overMoments(evidence, (moment) => {
    const histories = historiesOf(moment.journalThen);
    return [
      ...histories.flatMap(stagedFirst),
      ...histories.filter(isWaiting).flatMap((history) => untouched(evidence, moment, history)),
    ];
  });
}

function isWaiting(history: History): boolean {
  return !has(history.rows, 'switching');
}

/** The journal alone: staged by all and still so, then SWITCHING, then the first switch. */
function stagedFirst(history: History): readonly Violation[] {
  const { transaction, members } = history;
  const earlier = rowsBefore(history, 'switching');
  return members.flatMap((device) => {
    const early = sentTo(earlier, device).some(({ order }) => order === 'switch');
    return [
      ...(early ? ['`switch` was sent before SWITCHING was in the journal'] : []),
      ...(isWaiting(history) ? [] : notStaged(earlier, device)),
    ].map((what): Violation => ({ rule: 'S3', device, transaction, what, evidence: [] }));
  });
}

function notStaged(earlier: readonly JournalRow[], device: string): readonly string[] {
  const answers = answersOf(earlier, device).map(({ answer }) => answer);
  const at = answers.findLastIndex(({ answer }) => answer === 'staged');
  const last = answers.at(-1);
  if (at < 0) return ['SWITCHING is in the journal, and the device had not answered staged'];
  const still = at < answers.length - 1 && last?.answer === 'standing' && last.state === 'staged';
  if (!still || last.fingerprint === undefined || last.fingerprint !== answers[at]?.fingerprint)
    return [
      'SWITCHING is in the journal, and the device was not asked once more if it is unchanged',
    ];
  return [];
}

function untouched(evidence: Evidence, moment: Moment, history: History): readonly Violation[] {
  const { transaction, members } = history;
  return members.flatMap((name) => {
    const device = deviceIn(moment, name);
    if (device === undefined) return [];
    const traces = [...tracesOf(device, transaction), ...changes(evidence, moment, device)];
    if (traces.length === 0) return [];
    const what = 'the device was touched before SWITCHING was in the journal';
    return [{ rule: 'S3', device: name, transaction, what, evidence: [moment.label, ...traces] }];
  });
}

/** What the device itself wrote down: a switch begun, a service taken down. */
function tracesOf(device: DeviceEvidence, transaction: string): readonly string[] {
  const folder = folderOf(device, transaction);
  if (folder === undefined || folder.already) return [];
  return [
    ...folder.lines
      .filter((line) => switched.includes(line.state))
      .map((line) => `state ${line.state}`),
    ...folder.services.map((line) => `service ${line.service} ${line.change}`),
  ];
}

/** Only while no other transaction of this evidence has switched on the device: its change would be seen too. */
function changes(evidence: Evidence, moment: Moment, device: DeviceEvidence): readonly string[] {
  const before = evidence.before[device.device];
  const others = historiesOf(moment.journalThen).some(
    (history) => !isWaiting(history) && history.members.includes(device.device),
  );
  if (before === undefined || others) return [];
  return differences(before, device.snapshot, device.lenience);
}
