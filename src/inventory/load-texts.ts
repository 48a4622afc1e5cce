/**
 * Reads scripts, plans and primitives from files and folders.
 *
 * Rule 1: a folder is all `*.cutover` files in it and below, in the order of their paths; links are not followed.
 * Deliberately not here: what the texts mean (`../language`), what primitives name (`bindings-beside.ts`).
 */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readBytes } from '../document/read-source.ts';
import { decode, largestFile } from '../language/decode.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import type { Source } from '../language/source.ts';

export interface LoadedTexts {
  readonly sources: readonly Source[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Each path a file or a folder. */
export async function loadTexts(paths: readonly string[]): Promise<LoadedTexts> {
  const files = [...new Set((await Promise.all(paths.map(filesAt))).flat())];
  const sources: Source[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of files) {
    const read = await loadText(file);
    if ('source' in read) sources.push(read.source);
    else diagnostics.push(...read.diagnostics);
  }
  return { sources, diagnostics };
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

export async function loadText(
  file: string,
): Promise<{ readonly source: Source } | { readonly diagnostics: readonly Diagnostic[] }> {
  const read = await readBytes(file, largestFile, 'E0001');
  if (!('bytes' in read)) return read;
  const decoded = decode(file, read.bytes);
  return 'source' in decoded ? decoded : { diagnostics: [decoded.diagnostic] };
}
