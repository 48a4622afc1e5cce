/**
 * Reads scripts, plans and primitives from files and folders, with the bindings that primitives name.
 *
 * Rule 1: a folder is all `*.cutover` files in it and below, in the order of their paths; links are not followed.
 * Rule 2: a binding lies in its declaration's folder; a name that leads out of it is not read.
 * Deliberately not here: what the texts mean (`../language`).
 */
import { lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readBytes } from '../document/read-source.ts';
import type { Bindings } from '../language/check.ts';
import { decode, largestFile } from '../language/decode.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { parse } from '../language/parse.ts';
import { fileName } from '../language/primitives/bindings.ts';
import type { BindingTexts } from '../language/primitives/bindings.ts';
import type { Source } from '../language/source.ts';
import type { BlockDeclaration, Declaration, Item } from '../language/tree.ts';

export interface LoadedTexts {
  readonly sources: readonly Source[];
  /** For `check`. */
  readonly bindings: Bindings;
  readonly diagnostics: readonly Diagnostic[];
}

/** Each path a file or a folder. */
export async function loadTexts(paths: readonly string[]): Promise<LoadedTexts> {
  const files = [...new Set((await Promise.all(paths.map(filesAt))).flat())];
  const sources: Source[] = [];
  const diagnostics: Diagnostic[] = [];
  const bindings: Record<string, BindingTexts> = {};
  for (const file of files) {
    const read = await loadSource(file);
    if (!('source' in read)) diagnostics.push(...read.diagnostics);
    else {
      sources.push(read.source);
      bindings[file] = await bindingsOf(read.source, diagnostics);
    }
  }
  return { sources, bindings, diagnostics };
}

/** A path that isn't there is taken for a file, so that reading it says so. */
async function filesAt(path: string): Promise<readonly string[]> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isDirectory() !== true) return [path];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.cutover'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function loadSource(
  file: string,
): Promise<{ readonly source: Source } | { readonly diagnostics: readonly Diagnostic[] }> {
  const read = await readBytes(file, largestFile, 'E0001');
  if (!('bytes' in read)) return read;
  const decoded = decode(file, read.bytes);
  return 'source' in decoded ? decoded : { diagnostics: [decoded.diagnostic] };
}

async function bindingsOf(source: Source, diagnostics: Diagnostic[]): Promise<BindingTexts> {
  const texts: Record<string, string> = {};
  // Most files declare no primitive, and need no second reading.
  if (!/^\s*primitive\s/m.test(source.text)) return texts;
  for (const name of parse(source).file.declarations.flatMap(bindingNames)) {
    const read = await loadSource(join(dirname(source.file), name));
    // A missing one is the checker's to report, at its line.
    if ('source' in read) texts[name] = read.source.text;
    else diagnostics.push(...read.diagnostics.filter(({ code }) => code !== 'E0701'));
  }
  return texts;
}

function bindingNames(declaration: Declaration): readonly string[] {
  return declaration.kind === 'primitive' ? namesIn(declaration) : [];
}

function namesIn({ body }: BlockDeclaration): readonly string[] {
  return body.items
    .flatMap(bindingName)
    .filter((name) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name));
}

/** `on posix "posix.sh"` */
function bindingName(item: Item): readonly string[] {
  if (item.kind !== 'statement' || item.word.text !== 'on') return [];
  return item.arguments.flatMap(({ value }) => (value.kind === 'text' ? [fileName(value)] : []));
}
