/** Why a device did not get where it was to go, in words: from the codes that agents report. */
import { sanitizeLine } from '../device/sanitize.ts';
import type { DeviceResult } from '../release/results/result.ts';

/** Of `refused` (docs/releases.md), and of what happens in a transaction (docs/agent.md). */
const REASONS: Readonly<Record<string, string>> = {
  unsigned: 'nobody who may has signed the metadata',
  'wrong-key': 'the metadata is signed by somebody else',
  threshold: 'too few keys have signed the metadata',
  expired: 'the metadata has ended',
  older: 'the servers give older metadata than it has seen',
  'not-yet': 'the metadata is of the future, or its clock is wrong',
  mixed: 'a file on the servers is not the one that the metadata names',
  malformed: 'the metadata can’t be understood',
  endless: 'the servers give more than they may',
  'wrong-release': 'the metadata is about another release',
  withdrawn: 'the version was withdrawn',
  'no-release': 'the servers have no such release',
  'no-root': 'it was given no root to trust',
  'no-answer': 'a server gave no timestamp',
  disc: 'its disc is full or can’t be written',
  look: 'its installed version can’t be read',
  'step-failed': 'a step failed',
  require: 'a condition of the script does not hold',
  'bad-value': 'a step gave something that can’t be used',
  'newer-version': 'it has a newer version, and a version never falls',
  'version-mismatch': 'another version than the ordered one was there',
  'time-limit': 'a step took longer than it may',
  interrupted: 'it was cut off: power, or its process was ended',
  'device-lock': 'another command holds its lock',
  'device-busy': 'another transaction holds it',
  'device-changed': 'what was to be replaced has changed since it was backed up',
  'device-hold': 'its own timer could not be disarmed',
  'device-drill': 'its timer did not outlive its session in the drill',
  'device-stopped': 'it was told to stop',
  'device-disc': 'its disc is full or can’t be written',
  'device-state': 'it is in a state in which this can’t be done',
};

/** One line; nothing where it gave no reason. */
export function reasonWords({ reason, step, line, why }: DeviceResult): string {
  if (reason === undefined) return why === undefined ? '' : sanitizeLine(why);
  const where = [
    ...(step === undefined ? [] : [`step ${String(step)}`]),
    ...(line === undefined ? [] : [`line ${String(line)}`]),
  ].join(', ');
  const head = `${REASONS[reason] ?? sanitizeLine(reason)}${where === '' ? '' : ` (${where})`}`;
  return why === undefined ? head : `${head}: ${sanitizeLine(why)}`;
}

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
] as const;

/** To its largest unit: `3 d`, `12 min`. */
export function ageWords(ms: number): string {
  const [size, unit] = UNITS.find(([each]) => ms >= each) ?? ([1_000, 's'] as const);
  return `${String(Math.floor(ms / size))} ${unit}`;
}
