/**
 * What will be published, made beforehand so that it can be read: `publish` in the release's folder.
 *
 *   publish/version     the version's lines, as the version information file will have them
 *   publish/*.chunks    the lists of chunks' hashes
 *   publish/*.sh        the upgrade and rollback program of each script
 *
 * Rule 1: what lies there is what is published: a package that has changed since is refused, and never taken along.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SENTENCE, shown } from '../document/shown.ts';
import { loadRelease } from './folder.ts';
import type { LoadedRelease, PreparedRelease } from './folder.ts';
import { versionIn, versionLines } from './formats/version.ts';
import { reading, shapes, take, wordAt } from './lines.ts';
import { textContent } from './local.ts';
import type { LocalContent } from './local.ts';
import type { ReleaseProgram, ReleaseVersion } from './model.ts';
import { failure } from './store.ts';

/** The program that brings a device of this kind to the release by itself. */
export interface CompiledProgram {
  readonly script: string;
  readonly platform: string;
  readonly text: string;
}

/** Makes the programs of a release from what is known of its packages. */
export type Compile = (release: PreparedRelease) => readonly CompiledProgram[];

const HEADER = 'cutover-added 1';
const FOLDER = 'publish';

export async function addRelease(
  folder: string,
  compile: Compile = () => [],
): Promise<LoadedRelease> {
  const loaded = await loadRelease(folder);
  if (loaded.release === undefined) return loaded;
  const release = withPrograms(loaded.release, compile(loaded.release));
  const target = join(folder, FOLDER);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const [path, content] of release.files)
    if ('text' in content) await writeFile(join(target, basename(path)), content.text, 'latin1');
  await writeFile(join(target, 'version'), addedText(release));
  return { release, diagnostics: [] };
}

function withPrograms(
  release: PreparedRelease,
  compiled: readonly CompiledProgram[],
): PreparedRelease {
  const programs: ReleaseProgram[] = [];
  const files = new Map(release.files);
  for (const { script, platform, text } of compiled) {
    const content = textContent(text);
    const path = `${release.name}/${release.version.version}/${script}.${platform}.sh`;
    const { size, sha256 } = content;
    programs.push({ script, platform, size, sha256, path });
    files.set(path, content);
  }
  return { ...release, version: { ...release.version, programs }, files };
}

function addedText({ name, version }: PreparedRelease): string {
  return `${[HEADER, `release ${name}`, ...versionLines(version), 'end'].join('\n')}\n`;
}

/** As it was added; added now where it was not. Throws a failure where it has changed since. */
export async function addedRelease(folder: string): Promise<LoadedRelease> {
  const text = await addedIn(folder);
  if (text === undefined) return await addRelease(folder);
  const loaded = await loadRelease(folder);
  if (loaded.release === undefined) return loaded;
  const added = readAdded(folder, text);
  const files = new Map(loaded.release.files);
  for (const program of added.programs) files.set(program.path, await programIn(folder, program));
  const version = { ...loaded.release.version, programs: added.programs };
  const release = { ...loaded.release, version, files };
  if (addedText(release) === text) return { release, diagnostics: [] };
  throw changed(folder, 'release.yaml or a package is not what it was');
}

async function addedIn(folder: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, FOLDER, 'version'), 'latin1');
  } catch {
    return undefined;
  }
}

function readAdded(folder: string, text: string): ReleaseVersion {
  const read = reading(text, HEADER, (lines) => {
    wordAt(take(lines, 'release', 1), 1, shapes.release);
    return versionIn(lines);
  });
  if (read.ok) return read.value;
  throw changed(folder, `publish/version:${String(read.line)}: ${read.problem}`);
}

async function programIn(folder: string, program: ReleaseProgram): Promise<LocalContent> {
  const name = basename(program.path);
  const text = await readFile(join(folder, FOLDER, name), 'latin1').catch(() => '');
  const content = textContent(text);
  if (content.sha256 === program.sha256) return content;
  throw changed(folder, `publish/${name} is not what it was`);
}

function changed(folder: string, why: string): Error {
  return failure(
    'added-differs',
    `${shown(folder, SENTENCE)} has changed since it was added: ${why}`,
    `look at it, and \`cutover release add ${folder}\` again`,
  );
}
