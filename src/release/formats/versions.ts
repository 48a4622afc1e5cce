/** The version information file, as text and back. The format's page is docs/releases.md. */
import { compareVersions } from '../../language/values/version.ts';
import { misread, numberAt, reading, shapes, take, wordAt } from '../lines.ts';
import type { Line, Read } from '../lines.ts';
import type { ReleaseFile, ReleaseVersion } from '../model.ts';
import { datedIn, datedLines } from './timestamp.ts';
import { versionIn, versionLines } from './version.ts';

const HEADER = 'cutover-versions 1';
const MOST_VERSIONS = 200;
const MOST_CONTENTS = 1_000;

export function formatVersions(file: ReleaseFile): string {
  const { release, revision, versions } = file;
  const head = [HEADER, `release ${release}`, `revision ${String(revision)}`, ...datedLines(file)];
  return `${[...head, ...versions.flatMap(versionLines), 'end'].join('\n')}\n`;
}

export function parseVersions(text: string): Read<ReleaseFile> {
  return reading(text, HEADER, (lines) => {
    const release = wordAt(take(lines, 'release', 1), 1, shapes.release);
    const revision = numberAt(take(lines, 'revision', 1), 1, shapes.counter);
    return { release, revision, ...datedIn(lines), versions: versionsIn(lines) };
  });
}

function versionsIn(lines: Line[]): readonly ReleaseVersion[] {
  const versions: ReleaseVersion[] = [];
  let contents = 0;
  for (let [line] = lines; line !== undefined; [line] = lines) {
    const version = versionIn(lines);
    checkNewestFirst(line, versions.at(-1), version);
    contents += version.programs.length + version.packages.length;
    if (contents > MOST_CONTENTS)
      misread(line, `more than ${String(MOST_CONTENTS)} packages and programs`);
    if (versions.length >= MOST_VERSIONS)
      misread(line, `more than ${String(MOST_VERSIONS)} versions`);
    versions.push(version);
  }
  return versions;
}

function checkNewestFirst(
  line: Line,
  before: ReleaseVersion | undefined,
  { version }: ReleaseVersion,
): void {
  if (before !== undefined && compareVersions(before.version, version) <= 0)
    misread(line, `version ${version} is not in its place: the newest comes first, each once`);
}
