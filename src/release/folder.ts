/**
 * A folder that is to be published: `release.yaml` and the packages that it names.
 *
 * Rule 1: what will be published is known, to the byte, before a server is asked.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { find, findingsOf } from '../document/findings.ts';
import type { Findings } from '../document/findings.ts';
import { readSource, sayUnreadable } from '../document/read-source.ts';
import { shown } from '../document/shown.ts';
import { fieldsIn, listIn, missing, textField } from '../document/expect.ts';
import { readYaml } from '../document/read-yaml.ts';
import type { Yaml, YamlText } from '../document/tree.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { shapes } from './lines.ts';
import type { Shape } from './lines.ts';
import { ANY_VARIANT } from './model.ts';
import type { ReleaseInformation, ReleasePackage } from './model.ts';

const LARGEST_BYTES = 1_048_576;

export interface PreparedRelease {
  readonly information: ReleaseInformation;
  /** Path on the server → the file here. */
  readonly files: ReadonlyMap<string, LocalFile>;
}

export interface LocalFile {
  readonly file: string;
  readonly size: number;
  readonly sha256: string;
}

export interface LoadedRelease {
  /** Missing where something is wrong. */
  readonly release?: PreparedRelease;
  readonly diagnostics: readonly Diagnostic[];
}

/** `at` is the moment of publishing, ISO 8601. */
export async function loadRelease(folder: string, at: string): Promise<LoadedRelease> {
  const read = await readSource(join(folder, 'release.yaml'), LARGEST_BYTES);
  if (!('source' in read)) return read;
  const findings = findingsOf(read.source);
  const root = readYaml(findings);
  const release = root && (await releaseIn(findings, root, resolve(folder), at));
  return release === undefined || findings.diagnostics.length > 0
    ? { diagnostics: findings.diagnostics }
    : { release, diagnostics: [] };
}

async function releaseIn(
  findings: Findings,
  root: Yaml,
  folder: string,
  at: string,
): Promise<PreparedRelease | undefined> {
  const keys = ['cutover', 'release', 'version', 'packages'];
  const fields = fieldsIn(findings, root, 'a release', keys);
  checkHeader(findings, root, fields);
  const name = word(findings, root, fields, 'release', shapes.name);
  const version = word(findings, root, fields, 'version', shapes.version);
  if (name === undefined || version === undefined) return undefined;
  const prefix = `${name.text}/${version.text}`;
  const listed = fields.get('packages');
  const items = listed === undefined ? [] : listIn(findings, listed, '`packages`');
  if (items.length === 0) missing(findings, root, 'this release', 'packages');
  const files = new Map<string, LocalFile>();
  const packages: ReleasePackage[] = [];
  for (const item of items) {
    const found = await packageIn(findings, item, folder, prefix, files);
    if (found !== undefined) addPackage(findings, packages, found, item);
  }
  const published = `${at.slice(0, 19)}Z`;
  return { information: { name: name.text, version: version.text, published, packages }, files };
}

function checkHeader(findings: Findings, root: Yaml, fields: ReadonlyMap<string, Yaml>): void {
  const version = textField(findings, fields, 'cutover');
  if (version === undefined)
    missing(findings, root, 'this file', 'cutover', 'begin with `cutover: 1`');
  else if (version.text !== '1') {
    find(findings, 'E0712', version.span, `version ${shown(version.text)}; this tool reads 1`);
  }
}

function word(
  findings: Findings,
  at: Yaml,
  fields: ReadonlyMap<string, Yaml>,
  key: string,
  shape: Shape,
): YamlText | undefined {
  const text = textField(findings, fields, key);
  if (text === undefined) {
    if (!fields.has(key)) missing(findings, at, 'this mapping', key);
    return undefined;
  }
  if (shape.is(text.text)) return text;
  find(findings, 'E0712', text.span, `\`${key}\` ${shown(text.text)} is not ${shape.called}`);
  return undefined;
}

async function packageIn(
  findings: Findings,
  item: Yaml,
  folder: string,
  prefix: string,
  files: Map<string, LocalFile>,
): Promise<ReleasePackage | undefined> {
  const fields = fieldsIn(findings, item, 'a package', ['script', 'artifact', 'variant', 'file']);
  const script = word(findings, item, fields, 'script', shapes.name);
  const artifact = word(findings, item, fields, 'artifact', shapes.name);
  const variant = fields.has('variant')
    ? word(findings, item, fields, 'variant', shapes.name)?.text
    : ANY_VARIANT;
  const file = word(findings, item, fields, 'file', shapes.path);
  if (!script || !artifact || !file || variant === undefined) return undefined;
  const path = `${prefix}/${file.text}`;
  const local = files.get(path) ?? (await measured(findings, folder, file));
  if (local === undefined) return undefined;
  files.set(path, local);
  const { size, sha256 } = local;
  return { script: script.text, artifact: artifact.text, variant, size, sha256, path };
}

/** Where it is, how long, and its hash. */
async function measured(
  findings: Findings,
  folder: string,
  name: YamlText,
): Promise<LocalFile | undefined> {
  const file = join(folder, name.text);
  try {
    const { size } = await stat(file);
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    return { file, size, sha256: hash.digest('hex') };
  } catch (error) {
    find(findings, 'E0712', name.span, `the package ${shown(name.text)} can’t be read`, {
      label: sayUnreadable(error),
    });
    return undefined;
  }
}

function addPackage(
  findings: Findings,
  packages: ReleasePackage[],
  found: ReleasePackage,
  { span }: Yaml,
): void {
  const { script, artifact, variant } = found;
  const twin = packages.some(
    (each) => each.script === script && each.artifact === artifact && each.variant === variant,
  );
  if (twin) {
    find(findings, 'E0712', span, `${script}’s \`${artifact}\` for \`${variant}\` is given twice`);
  } else packages.push(found);
}
