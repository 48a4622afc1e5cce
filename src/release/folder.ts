/**
 * A folder that is to be published: `release.yaml` and the packages that it names.
 *
 * Rule 1: what will be published is known, to the byte, before a server is asked.
 */
import { join, resolve } from 'node:path';
import { find, findingsOf } from '../document/findings.ts';
import type { Findings } from '../document/findings.ts';
import { readSource } from '../document/read-source.ts';
import { shown } from '../document/shown.ts';
import { fieldsIn, listIn, missing, textField } from '../document/expect.ts';
import { readYaml } from '../document/read-yaml.ts';
import type { Yaml, YamlText } from '../document/tree.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { shapes } from './lines.ts';
import type { Shape } from './lines.ts';
import { measure, textContent } from './local.ts';
import type { LocalContent, Measured } from './local.ts';
import { ANY_VARIANT, chunksPath } from './model.ts';
import type { ReleasePackage, ReleaseVersion } from './model.ts';

const LARGEST_BYTES = 1_048_576;

export interface PreparedRelease {
  readonly name: string;
  /** Nobody may take it yet. */
  readonly version: ReleaseVersion;
  /** Path on the server → what it holds. */
  readonly files: ReadonlyMap<string, LocalContent>;
}

export interface LoadedRelease {
  /** Missing where something is wrong. */
  readonly release?: PreparedRelease;
  readonly diagnostics: readonly Diagnostic[];
}

export async function loadRelease(folder: string): Promise<LoadedRelease> {
  const read = await readSource(join(folder, 'release.yaml'), LARGEST_BYTES);
  if (!('source' in read)) return read;
  const findings = findingsOf(read.source);
  const root = readYaml(findings);
  const release = root && (await releaseIn(findings, root, resolve(folder)));
  return release === undefined || findings.diagnostics.length > 0
    ? { diagnostics: findings.diagnostics }
    : { release, diagnostics: [] };
}

async function releaseIn(
  findings: Findings,
  root: Yaml,
  folder: string,
): Promise<PreparedRelease | undefined> {
  const keys = ['cutover', 'release', 'version', 'packages'];
  const fields = fieldsIn(findings, root, 'a release', keys);
  checkHeader(findings, root, fields);
  const name = word(findings, root, fields, 'release', shapes.release);
  const version = word(findings, root, fields, 'version', shapes.version);
  if (name === undefined || version === undefined) return undefined;
  const prefix = `${name.text}/${version.text}`;
  const listed = fields.get('packages');
  const items = listed === undefined ? [] : listIn(findings, listed, '`packages`');
  if (items.length === 0) missing(findings, root, 'this release', 'packages');
  const taken: Taking = { folder, prefix, measured: new Map(), files: new Map() };
  const packages: ReleasePackage[] = [];
  for (const item of items) {
    const found = await packageIn(findings, item, taken);
    if (found !== undefined) addPackage(findings, packages, found, item);
  }
  const nobody = { channels: new Map<string, number>(), downgrades: [], programs: [] };
  const release = { version: version.text, ...nobody, packages };
  return { name: name.text, version: release, files: taken.files };
}

/** What has been taken from the folder so far. */
interface Taking {
  readonly folder: string;
  readonly prefix: string;
  /** By the file's name: several devices may fetch the same. */
  readonly measured: Map<string, Measured>;
  readonly files: Map<string, LocalContent>;
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
  taken: Taking,
): Promise<ReleasePackage | undefined> {
  const fields = fieldsIn(findings, item, 'a package', ['script', 'artifact', 'variant', 'file']);
  const script = word(findings, item, fields, 'script', shapes.name);
  const artifact = word(findings, item, fields, 'artifact', shapes.name);
  const variant = fields.has('variant')
    ? word(findings, item, fields, 'variant', shapes.name)?.text
    : ANY_VARIANT;
  const file = word(findings, item, fields, 'file', shapes.path);
  if (!script || !artifact || !file || variant === undefined) return undefined;
  const content = await contentIn(findings, file, taken);
  return content && { script: script.text, artifact: artifact.text, variant, ...content };
}

type Content = Pick<ReleasePackage, 'size' | 'sha256' | 'path' | 'chunks'>;

/** Where it will be, how long, its hash, and that of its chunks' list. */
async function contentIn(
  findings: Findings,
  name: YamlText,
  { folder, prefix, measured, files }: Taking,
): Promise<Content | undefined> {
  const found = measured.get(name.text) ?? (await measure(join(folder, name.text)));
  if ('problem' in found) {
    const what = `the package ${shown(name.text)} can’t be read`;
    find(findings, 'E0712', name.span, what, { label: found.problem });
    return undefined;
  }
  measured.set(name.text, found);
  const { size, sha256 } = found.content;
  const path = `${prefix}/${name.text}`;
  files.set(path, found.content);
  if (found.chunks === undefined) return { size, sha256, path };
  const list = textContent(found.chunks);
  files.set(chunksPath(path), list);
  return { size, sha256, path, chunks: list.sha256 };
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
