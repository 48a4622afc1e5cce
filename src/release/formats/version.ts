/** One version's lines, as they stand in a version information file. */
import { compareVersions } from '../../language/values/version.ts';
import { checkSorted, misread, numberAt, shapes, take, takeIf, wordAt } from '../lines.ts';
import type { Line, Shape } from '../lines.ts';
import type { ReleaseContent, ReleasePackage, ReleaseProgram, ReleaseVersion } from '../model.ts';

const MOST_DOWNGRADES = 16;

export function versionLines(version: ReleaseVersion): readonly string[] {
  const { withdrawn, activate, from, channels, downgrades, programs, packages } = version;
  const one = (word: string, value?: string) => (value === undefined ? [] : [`${word} ${value}`]);
  const sorted = (lines: readonly string[]) => [...lines].sort();
  return [
    `version ${version.version}`,
    ...one('withdrawn', withdrawn),
    ...sorted([...channels].map(([name, percent]) => `channel ${name} ${String(percent)}`)),
    ...one('activate', activate),
    ...one('from', from),
    ...sorted(downgrades.map((higher) => `downgrade ${higher}`)),
    ...sorted(programs.map(programLine)),
    ...sorted(packages.map(packageLine)),
  ];
}

function programLine({ script, platform, size, sha256, path }: ReleaseProgram): string {
  return `program ${script} ${platform} ${String(size)} ${sha256} ${path}`;
}

function packageLine(one: ReleasePackage): string {
  const { script, artifact, variant, size, sha256, path, chunks = '-' } = one;
  return `package ${script} ${artifact} ${variant} ${String(size)} ${sha256} ${path} ${chunks}`;
}

export function versionIn(lines: Line[]): ReleaseVersion {
  const version = wordAt(take(lines, 'version', 1), 1, shapes.version);
  const withdrawn = oneIn(lines, 'withdrawn', shapes.time);
  if (withdrawn !== undefined)
    return { version, withdrawn, channels: new Map(), downgrades: [], programs: [], packages: [] };
  const channels = eachIn(lines, 'channel', 2, 1).map(channelIn);
  const activate = oneIn(lines, 'activate', shapes.time);
  const from = fromIn(lines, version);
  const downgrades = downgradesIn(lines, version);
  return {
    version,
    channels: new Map(channels),
    ...(activate === undefined ? {} : { activate }),
    ...(from === undefined ? {} : { from }),
    downgrades,
    programs: eachIn(lines, 'program', 5, 2).map(programIn),
    packages: eachIn(lines, 'package', 7, 3).map(packageIn),
  };
}

function oneIn(lines: Line[], word: string, shape: Shape): string | undefined {
  const line = takeIf(lines, word, 1);
  return line && wordAt(line, 1, shape);
}

/** All that follow with this word, in order by the first words after it. */
function eachIn(lines: Line[], word: string, count: number, keys: number): readonly Line[] {
  const found: Line[] = [];
  let before: string | undefined;
  for (let line = takeIf(lines, word, count); line; line = takeIf(lines, word, count)) {
    const key = line.words.slice(1, keys + 1).join(' ');
    checkSorted(line, before, key);
    found.push(line);
    before = key;
  }
  return found;
}

function channelIn(line: Line): readonly [string, number] {
  return [wordAt(line, 1, shapes.name), numberAt(line, 2, shapes.percent)];
}

function fromIn(lines: Line[], version: string): string | undefined {
  const line = takeIf(lines, 'from', 1);
  if (line === undefined) return undefined;
  const from = wordAt(line, 1, shapes.version);
  if (compareVersions(from, version) >= 0) misread(line, `${from} is not below ${version}`);
  return from;
}

function downgradesIn(lines: Line[], version: string): readonly string[] {
  return eachIn(lines, 'downgrade', 1, 1).map((line, index) => {
    const higher = wordAt(line, 1, shapes.version);
    if (compareVersions(higher, version) <= 0) misread(line, `${higher} is not above ${version}`);
    if (index >= MOST_DOWNGRADES) misread(line, `more than ${String(MOST_DOWNGRADES)} downgrades`);
    return higher;
  });
}

function programIn(line: Line): ReleaseProgram {
  const script = wordAt(line, 1, shapes.name);
  return { script, platform: wordAt(line, 2, shapes.name), ...contentAt(line, 3) };
}

function packageIn(line: Line): ReleasePackage {
  const chunks = line.words[7] === '-' ? {} : { chunks: wordAt(line, 7, shapes.sha256) };
  return {
    script: wordAt(line, 1, shapes.name),
    artifact: wordAt(line, 2, shapes.name),
    variant: wordAt(line, 3, shapes.name),
    ...contentAt(line, 4),
    ...chunks,
  };
}

function contentAt(line: Line, at: number): ReleaseContent {
  return {
    size: numberAt(line, at),
    sha256: wordAt(line, at + 1, shapes.sha256),
    path: wordAt(line, at + 2, shapes.path),
  };
}
