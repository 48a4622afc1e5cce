/**
 * One standing for each device, of what several servers have of it. No network, no clock.
 *
 * Rule 1: the newest `at` counts; one that is ahead of our clock counts less than any that isn't.
 * Rule 2: nothing is hidden by a clock that is wrong: whatever another server has that says something else, and that
 *         came later than what counts (or nobody knows when), is named as a doubt.
 * Rule 3: what can't be read or understood never hides what can, and is named beside it.
 */
import type { FoundResult } from './gather.ts';
import type { DeviceResult } from './result.ts';

export interface Standing {
  readonly device: string;
  /** What counts; missing where nothing of it could be understood. */
  readonly result?: DeviceResult;
  /** Whose it is. */
  readonly server: string;
  /** When the device was heard of, in ms; missing where its clock can't be believed and no server's tells. */
  readonly heard?: number;
  /** Why there is no result. */
  readonly problem?: string;
  /** What else somebody should look at. */
  readonly doubts: readonly string[];
}

/** A clock may be ahead by so much. */
const AHEAD_MS = 10 * 60_000;
/** Two servers' clocks may differ by so much. */
const APART_MS = 60_000;

/** In the order of the devices' names. */
export function joined(found: readonly FoundResult[], now: number): readonly Standing[] {
  const byDevice = new Map<string, FoundResult[]>();
  for (const one of found) {
    const all = byDevice.get(one.device);
    if (all === undefined) byDevice.set(one.device, [one]);
    else all.push(one);
  }
  const standings = [...byDevice.values()].map((all) => standingOf(all, now));
  return standings.sort(({ device: left }, { device: right }) => (left < right ? -1 : 1));
}

/** A result that could be understood. */
interface Told {
  readonly server: string;
  readonly result: DeviceResult;
  readonly at: number;
  readonly arrived?: number;
}

function standingOf(all: readonly FoundResult[], now: number): Standing {
  const told = all.flatMap(toldBy).sort((left, right) => order(left, right, now));
  const [best, ...others] = told;
  const problems = all.flatMap(({ server, said }) =>
    'problem' in said ? [{ server, text: said.problem }] : [],
  );
  const [first] = all;
  const device = first?.device ?? '';
  if (best === undefined) {
    const [problem, ...more] = problems;
    const doubts = more.map(({ server, text }) => `${server}: ${text}`);
    return { device, server: problem?.server ?? '', problem: problem?.text ?? '', doubts };
  }
  const heard = heardAt(best, now);
  const doubts = [
    ...clockDoubts(best, now),
    ...others.filter((other) => isHidden(other, best)).map((other) => hiddenText(other)),
    ...problems.map(({ server, text }) => `${server} has one that can’t be understood: ${text}`),
  ];
  const { result, server } = best;
  return { device, result, server, doubts, ...(heard === undefined ? {} : { heard }) };
}

function toldBy({ server, said, arrived }: FoundResult): readonly Told[] {
  if ('problem' in said) return [];
  const at = Date.parse(said.result.at);
  return [{ server, result: said.result, at, ...(arrived === undefined ? {} : { arrived }) }];
}

function order(left: Told, right: Told, now: number): number {
  const ahead = Number(isAhead(left, now)) - Number(isAhead(right, now));
  return ahead === 0 ? right.at - left.at : ahead;
}

function isAhead({ at }: Told, now: number): boolean {
  return at > now + AHEAD_MS;
}

/** A clock that is ahead must not keep a silent device from being found. */
function heardAt(best: Told, now: number): number | undefined {
  if (!isAhead(best, now)) return Math.min(best.at, now);
  return best.arrived === undefined ? undefined : Math.min(best.arrived, now);
}

function clockDoubts(best: Told, now: number): readonly string[] {
  return isAhead(best, now) ? [`its clock is ahead: it says ${best.result.at}`] : [];
}

/** It says something else, and nothing shows that it is the older one. */
function isHidden(other: Told, best: Told): boolean {
  const { outcome, installed } = other.result;
  if (outcome === best.result.outcome && installed === best.result.installed) return false;
  if (other.arrived === undefined || best.arrived === undefined) return true;
  return other.at === best.at || other.arrived > best.arrived + APART_MS;
}

function hiddenText({ server, result: { outcome, installed, at } }: Told): string {
  const on = installed === undefined ? '' : ` ${installed}`;
  return `${server} has another one that may be newer: ${outcome}${on}, ${at} by its clock`;
}
