/**
 * Which version a device should be on: what its agent chooses (docs/agent.md, *One run*), said anew for the console.
 *
 * Rule 1: the same answer as the agent's, for every file and device; a test holds both against each other. One thing
 *         differs: a version that failed on the device is still the one that it should be on.
 */
import { compareVersions } from '../../language/values/version.ts';
import type { ReleaseFile, ReleaseVersion } from '../model.ts';
import { hashOf } from '../trust/ask.ts';

export interface Kind {
  readonly device: string;
  readonly script: string;
  readonly channel: string;
  /** Missing where it didn't say: then the newest that it might take. */
  readonly installed?: string;
}

export interface Target {
  readonly version: string;
  /** Not to be switched to before. */
  readonly activate?: string;
}

/** Nothing where it is offered nothing, or nothing that it may go to. */
export function targetOf(file: ReleaseFile, kind: Kind): Target | undefined {
  for (const version of file.versions) {
    const verdict = isFor(file.release, version, kind) ? judged(version, kind.installed) : 'next';
    if (verdict === 'next') continue;
    const { activate } = version;
    const waits = verdict === 'take' && activate !== undefined ? { activate } : {};
    return { version: version.version, ...waits };
  }
  return undefined;
}

/** Downgrades of a version that is exactly the installed one. */
function judged(
  { version, from, downgrades }: ReleaseVersion,
  installed: string | undefined,
): 'take' | 'stay' | 'next' {
  if (installed === undefined) return 'take';
  const order = compareVersions(version, installed);
  if (order === 0) return 'stay';
  if (order < 0) return downgrades.includes(installed) ? 'take' : 'next';
  return from === undefined || compareVersions(from, installed) <= 0 ? 'take' : 'next';
}

const PLATFORM = 'posix';

function isFor(
  release: string,
  { version, withdrawn, programs, channels }: ReleaseVersion,
  { device, script, channel }: Kind,
): boolean {
  const percent = channels.get(channel) ?? 0;
  if (withdrawn !== undefined || percent === 0) return false;
  if (!programs.some((each) => each.script === script && each.platform === PLATFORM)) return false;
  return percent === 100 || shareOf(device, release, version) < percent;
}

/** Below 100; the same for a device and a version each time. */
function shareOf(device: string, release: string, version: string): number {
  return Number.parseInt(hashOf(`${device} ${release} ${version}`).slice(0, 7), 16) % 100;
}
