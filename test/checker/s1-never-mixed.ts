/**
 * S1: never one device of a unit confirmed and another reverted.
 *
 * Rule 1: the devices' discs decide, not the journal: a state once reached counts for good.
 * Rule 2: at the end the software itself is looked at too; the states may lie.
 */
import { differences } from './differences.ts';
import type { DeviceEvidence, Evidence, Moment, Violation } from './evidence.ts';
import { deviceIn, folderOf, historiesOf, openStates, overMoments, stateOf } from './history.ts';
import type { History } from './history.ts';

export function neverMixed(evidence: Evidence): readonly Violation[] {
  const last = evidence.moments.at(-1);
  return [
    ...overMoments(evidence, (moment) =>
      historiesOf(moment.journalThen).flatMap((history) => mixedStates(moment, history)),
    ),
    ...(last === undefined
      ? []
      : historiesOf(last.journalThen).flatMap((history) => mixedSoftware(evidence, last, history))),
  ];
}

function mixedStates(moment: Moment, { transaction, members }: History): readonly Violation[] {
  const reached = (states: readonly string[]): readonly string[] =>
    members.filter((name) => {
      const device = deviceIn(moment, name);
      const lines = device === undefined ? [] : (folderOf(device, transaction)?.lines ?? []);
      return lines.some((line) => states.includes(line.state));
    });
  const [confirmed, reverted] = [
    reached(['confirmed']),
    reached(['revert-intent', 'dead', 'broken']),
  ];
  if (confirmed.length === 0 || reverted.length === 0) return [];
  const what = 'a device is confirmed and another one reverted';
  return [
    {
      rule: 'S1',
      transaction,
      what,
      evidence: [moment.label, ...said(confirmed, 'confirmed'), ...said(reverted, 'reverted')],
    },
  ];
}

function mixedSoftware(evidence: Evidence, last: Moment, history: History): readonly Violation[] {
  const { transaction, members } = history;
  const present = members.flatMap((name) => deviceIn(last, name) ?? []);
  if (present.some((device) => !isSettled(device, transaction))) return [];
  const old = present.filter((device) => looksLike(device, evidence.before, evidence.expectedNew));
  const fresh = present.filter((device) =>
    looksLike(device, evidence.expectedNew, evidence.before),
  );
  if (old.length === 0 || fresh.length === 0) return [];
  const what = 'at rest one device runs the new version and another one the old';
  return [
    {
      rule: 'S1',
      transaction,
      what,
      evidence: [...said(names(fresh), 'new'), ...said(names(old), 'old')],
    },
  ];
}

/** Neither under way nor known to be broken: those are named to the operator. */
function isSettled(device: DeviceEvidence, transaction: string): boolean {
  const state = stateOf(folderOf(device, transaction));
  return !openStates.includes(state) && state !== 'broken';
}

/** Like the one and unlike the other: a device on which both are the same shows nothing. */
function looksLike(
  device: DeviceEvidence,
  one: Evidence['before'],
  other: Evidence['before'],
): boolean {
  const [like, unlike] = [one[device.device], other[device.device]];
  if (like === undefined || unlike === undefined) return false;
  if (differences(like, unlike, device.lenience).length === 0) return false;
  return differences(like, device.snapshot, device.lenience).length === 0;
}

function names(devices: readonly DeviceEvidence[]): readonly string[] {
  return devices.map(({ device }) => device);
}

function said(devices: readonly string[], what: string): readonly string[] {
  return devices.map((device) => `${device}: ${what}`);
}
