/** How a unit ended, in words: the headline, the cause, a row a device. */
import type { DeviceOutcome, Outcome } from '../protocol/transaction.ts';
import { duration } from './duration.ts';
import { table } from './table.ts';

const HEADLINES: Readonly<Record<Outcome['result'], string>> = {
  committed: 'COMMITTED: every device is on the new version',
  refused: 'REFUSED: no service was touched; what was staged has been dropped',
  reverted: 'REVERTED: every device is as it was before',
  pending: 'PENDING: not every device could be reached',
  broken: 'BROKEN: a device could not be put back',
  fenced: 'FENCED: somebody else holds a device; nothing was changed',
  'journal-fault': 'JOURNAL FAULT: nothing more is decided until the journal is mended',
};

export function outcomeText(unit: string, outcome: Outcome): readonly string[] {
  const skew =
    outcome.skewMs === undefined
      ? []
      : [`skew: ${duration(outcome.skewMs)} from the first device armed to the last`];
  return [
    `${unit}: ${headline(outcome)}`,
    ...causeLines(outcome),
    ...table([
      ['device', 'stands', 'service down', 'waits for'],
      ...outcome.devices.map(deviceRow),
    ]).map((line) => `  ${line}`),
    ...outcome.devices.flatMap(brokenLines),
    ...outcome.devices.flatMap(warningLines),
    ...skew,
  ];
}

function headline(outcome: Outcome): string {
  const { result, devices } = outcome;
  if (result === 'committed' && devices.every(({ already }) => already === true))
    return 'NOTHING TO DO: every device was already on the ordered version, and none was touched';
  if (result === 'refused' && devices.every(({ standing }) => standing === 'untouched'))
    return 'REFUSED: nothing was touched';
  if (outcome.result === 'pending' && outcome.decision === 'commit')
    return 'COMMITTED, but not every device has confirmed';
  return HEADLINES[outcome.result];
}

function causeLines({ cause }: Outcome): readonly string[] {
  if (cause === undefined) return [];
  const where = [cause.device, cause.line === undefined ? undefined : `line ${String(cause.line)}`];
  const told = where.filter((part) => part !== undefined).join(', ');
  const line = `cause: ${told === '' ? '' : `${told}: `}${cause.message}`;
  return cause.hint === undefined ? [line] : [line, `hint: ${cause.hint}`];
}

function deviceRow(row: DeviceOutcome): readonly string[] {
  return [row.device, standingText(row), outageText(row.outages), row.waits ?? ''];
}

/** A device that was there before is not told as one that this run brought there. */
function standingText({ standing, already, version }: DeviceOutcome): string {
  if (already !== true) return standing;
  const there = `already on ${version ?? 'the ordered version'}`;
  const isEnded = standing === 'confirmed' || standing === 'reverted' || standing === 'untouched';
  return isEnded ? `${there}, untouched` : `${standing} (${there})`;
}

export function outageText(outages: DeviceOutcome['outages']): string {
  if (outages.length === 0) return '-';
  return outages
    .map(({ service, ms, ended }) => `${service} ${duration(ms)}${ended ? '' : ' and still down'}`)
    .join(', ');
}

/** What a person needs who has to mend it by hand. */
function brokenLines({ device, standing, fault, backup }: DeviceOutcome): readonly string[] {
  if (standing !== 'broken') return [];
  const why = fault === undefined ? 'the revert failed' : fault.message;
  const kept = backup === undefined || backup === '' ? '' : `; what was kept lies in ${backup}`;
  return [`  broken: ${device}: ${why}${kept}`];
}

function warningLines({ device, warnings }: DeviceOutcome): readonly string[] {
  return warnings.map((warning) => `  warning: ${device}: ${warning.message}`);
}
