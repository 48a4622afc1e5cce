/** What a publisher does to the versions of a release. */
import { compareVersions } from '../../language/values/version.ts';
import { versionLines } from '../formats/version.ts';
import type { ReleaseVersion } from '../model.ts';
import { failure } from '../store.ts';

/** Who may take a version, and when. */
export interface Offer {
  readonly channel?: string;
  /** 0 takes the channel away. */
  readonly percent?: number;
  readonly activate?: string;
  readonly from?: string;
  /** Higher versions that may go down to it. */
  readonly downgrades?: readonly string[];
}

/** A version that is there keeps its content for good; the same again only changes who may take it. */
export function withVersion(
  release: string,
  versions: readonly ReleaseVersion[],
  added: ReleaseVersion,
  offer: Offer,
): readonly ReleaseVersion[] {
  const twin = versions.find(({ version }) => compareVersions(version, added.version) === 0);
  if (twin?.withdrawn === undefined) checkProgram(release, added, offer);
  if (twin === undefined) return sorted([...versions, offered(added, offer)]);
  if (twin.version !== added.version)
    throw differs(
      `${release} ${added.version} is the same version as ${twin.version}, which is published already`,
      'give the new one a higher version',
    );
  if (twin.withdrawn !== undefined)
    throw differs(`${release} ${added.version} was withdrawn`, 'give it a higher version');
  if (contentOf(twin) !== contentOf(added))
    throw differs(
      `${release} ${added.version} is published already, with other content`,
      'what has been published keeps its content: give the new one a new version',
    );
  return replaced(versions, offered(twin, offer));
}

export function promoted(
  release: string,
  versions: readonly ReleaseVersion[],
  version: string,
  offer: Offer,
): readonly ReleaseVersion[] {
  const found = foundIn(release, versions, version);
  if (found.withdrawn !== undefined)
    throw failure('withdrawn', `${release} ${version} was withdrawn on ${found.withdrawn}`);
  checkProgram(release, found, offer);
  return replaced(versions, offered(found, offer));
}

export function withdrawn(
  release: string,
  versions: readonly ReleaseVersion[],
  version: string,
  at: string,
): readonly ReleaseVersion[] {
  const found = foundIn(release, versions, version);
  if (found.withdrawn !== undefined) return versions;
  const nothing = {
    channels: new Map<string, number>(),
    downgrades: [],
    programs: [],
    packages: [],
  };
  return replaced(versions, { version, withdrawn: at, ...nothing });
}

/** What is published keeps its content: so a version that no device can carry out is not offered in the first place. */
function checkProgram(release: string, { version, programs }: ReleaseVersion, offer: Offer): void {
  const { channel, percent = 100 } = offer;
  if (channel === undefined || percent === 0 || programs.length > 0) return;
  throw failure(
    'no-program',
    `no device of channel ${channel} could take ${release} ${version} by itself: it has no program`,
    '`cutover release add FOLDER --scripts PATH…` makes one, before the version is published; without --channel it is for plans alone',
  );
}

function foundIn(
  release: string,
  versions: readonly ReleaseVersion[],
  version: string,
): ReleaseVersion {
  const found = versions.find((each) => each.version === version);
  if (found !== undefined) return found;
  const known = versions.map((each) => each.version).join(', ');
  throw failure(
    'no-release',
    `there is no ${release} ${version}`,
    known === '' ? 'see `cutover release list`' : `there is ${known}`,
  );
}

function offered(version: ReleaseVersion, offer: Offer): ReleaseVersion {
  const channels = new Map(version.channels);
  const { channel, percent = 100, activate, from, downgrades = [] } = offer;
  if (channel !== undefined && percent > 0) channels.set(channel, percent);
  else if (channel !== undefined) channels.delete(channel);
  const wrong = [from ?? '0', ...downgrades].find((other, index) =>
    index === 0
      ? compareVersions(other, version.version) >= 0
      : compareVersions(other, version.version) <= 0,
  );
  if (wrong !== undefined)
    throw failure(
      'bad-version',
      `${wrong} can’t be: an upgrade comes from below ${version.version}, a downgrade from above`,
    );
  return {
    ...version,
    channels,
    ...(activate === undefined ? {} : { activate }),
    ...(from === undefined ? {} : { from }),
    downgrades: [...new Set([...version.downgrades, ...downgrades])].sort(),
  };
}

function replaced(
  versions: readonly ReleaseVersion[],
  by: ReleaseVersion,
): readonly ReleaseVersion[] {
  return versions.map((each) => (each.version === by.version ? by : each));
}

function sorted(versions: readonly ReleaseVersion[]): readonly ReleaseVersion[] {
  return [...versions].sort((a, b) => compareVersions(b.version, a.version));
}

/** Packages and programs; not who may take them. */
function contentOf({ version, programs, packages }: ReleaseVersion): string {
  const only = { version, channels: new Map<string, number>(), downgrades: [], programs, packages };
  return versionLines(only).join('\n');
}

export function sameVersions(a: readonly ReleaseVersion[], b: readonly ReleaseVersion[]): boolean {
  const text = (versions: readonly ReleaseVersion[]) => versions.flatMap(versionLines).join('\n');
  return text(a) === text(b);
}

function differs(message: string, hint: string): Error {
  return failure('release-differs', message, hint);
}
