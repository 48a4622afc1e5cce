/**
 * What is to be thought of each device: where it should be, whether it is behind, silent, or in trouble. No network,
 * no clock.
 *
 * Rule 1: what isn't known counts against a device: a version that it didn't say is not its target, and a time that
 *         nobody can tell is too long ago.
 */
import { compareVersions } from '../../language/values/version.ts';
import type { ReleaseFile } from '../model.ts';
import type { Standing } from './join.ts';
import type { DeviceResult } from './result.ts';
import { targetOf } from './target.ts';
import type { Target } from './target.ts';

export interface Row {
  readonly device: string;
  /** Missing where it never reported, or what it reported can't be understood. */
  readonly result?: DeviceResult;
  /** Missing where it never reported. */
  readonly server?: string;
  readonly problem?: string;
  readonly doubts: readonly string[];
  /** Since it was heard of, in ms; missing where nobody can tell. */
  readonly age?: number;
  /** Missing where no release is known, or none is offered to it. */
  readonly target?: Target;
  /** Not on its target, though it may be switched to. */
  readonly behind: boolean;
  readonly silent: boolean;
}

export interface Expected {
  /** In ms. */
  readonly now: number;
  /** What the servers offer, where that is known. */
  readonly releases: readonly ReleaseFile[];
  /** Not heard of for longer is silent, in ms. */
  readonly silentAfter?: number;
  /** Devices that should have reported. */
  readonly devices: readonly string[];
}

/** In the order of the devices' names. */
export function rowsOf(standings: readonly Standing[], expected: Expected): readonly Row[] {
  const heard = new Set(standings.map(({ device }) => device));
  const never = expected.devices.filter((device) => !heard.has(device));
  const rows = [
    ...standings.map((standing) => rowOf(standing, expected)),
    ...never.map((device): Row => ({ device, doubts: [], behind: false, silent: true })),
  ];
  return rows.sort(({ device: left }, { device: right }) => (left < right ? -1 : 1));
}

function rowOf({ heard, ...standing }: Standing, expected: Expected): Row {
  const { now, silentAfter } = expected;
  const age = heard === undefined ? {} : { age: Math.max(0, now - heard) };
  const target = standing.result && targetFor(standing.result, expected.releases);
  return {
    ...standing,
    ...age,
    ...(target === undefined ? {} : { target }),
    behind: target !== undefined && isBehind(standing.result?.installed, target, now),
    silent: silentAfter !== undefined && (age.age ?? Number.POSITIVE_INFINITY) > silentAfter,
  };
}

function targetFor(result: DeviceResult, releases: readonly ReleaseFile[]): Target | undefined {
  const file = releases.find(({ release }) => release === result.release);
  return file && targetOf(file, result);
}

function isBehind(installed: string | undefined, target: Target, now: number): boolean {
  if (installed !== undefined && compareVersions(installed, target.version) === 0) return false;
  return target.activate === undefined || Date.parse(target.activate) <= now;
}

export interface Chosen {
  readonly release?: string;
  readonly behind?: boolean;
  readonly silent?: boolean;
}

/** What was asked for. What can't be understood may be anything: it stays, whatever was asked for. */
export function chosenRows(
  rows: readonly Row[],
  { release, behind, silent }: Chosen,
): readonly Row[] {
  const ofRelease = rows.filter(
    ({ result }) => release === undefined || result === undefined || result.release === release,
  );
  if (behind !== true && silent !== true) return ofRelease;
  return ofRelease.filter(
    (row) =>
      row.problem !== undefined ||
      (behind === true && row.behind) ||
      (silent === true && row.silent),
  );
}

export interface Sums {
  readonly devices: number;
  /** By outcome; `unreadable` and `never` among them. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly behind: number;
  readonly silent: number;
  readonly unsigned: number;
  readonly plain: number;
  readonly doubtful: number;
}

export function sumsOf(rows: readonly Row[]): Sums {
  const outcomes: Record<string, number> = {};
  for (const row of rows) outcomes[wordFor(row)] = (outcomes[wordFor(row)] ?? 0) + 1;
  const count = (is: (row: Row) => boolean) => rows.filter(is).length;
  return {
    devices: rows.length,
    outcomes,
    behind: count(({ behind }) => behind),
    silent: count(({ silent }) => silent),
    unsigned: count(({ result }) => result?.marks.includes('unsigned') === true),
    plain: count(({ result }) => result?.marks.includes('plain') === true),
    doubtful: count(({ doubts }) => doubts.length > 0),
  };
}

export function wordFor({ result, problem }: Row): string {
  return result?.outcome ?? (problem === undefined ? 'never' : 'unreadable');
}
