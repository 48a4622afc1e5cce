/** The library of primitives: the one that is shipped, and vendors' own folders beside it. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readSource } from '../document/read-source.ts';
import { check } from '../language/check.ts';
import type { Library } from '../language/checked.ts';
import { codes } from '../language/codes/index.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { bindingsBeside } from './bindings-beside.ts';
import { loadTexts } from './load-texts.ts';

export { bindingsBeside } from './bindings-beside.ts';

export interface LoadedLibrary {
  /** Without those in which something is wrong. */
  readonly library: Library;
  readonly diagnostics: readonly Diagnostic[];
}

/** Folders of primitives; a platform's shared functions come from the first. */
export async function loadLibrary(folders: readonly string[]): Promise<LoadedLibrary> {
  const [first] = folders;
  const platforms = first === undefined ? { texts: {}, diagnostics: [] } : await platformsIn(first);
  const diagnostics = [...platforms.diagnostics];
  let library: Library = { primitives: new Map(), platforms: platforms.texts };
  for (const folder of folders) {
    const { sources, diagnostics: unread } = await loadTexts([folder]);
    const checked = check(sources, library, await bindingsBeside(sources));
    const primitives = new Map([...library.primitives, ...checked.primitives]);
    library = { ...library, primitives };
    diagnostics.push(...unread, ...checked.diagnostics.filter(isError));
  }
  return { library, diagnostics };
}

/** Warnings in a library are for those who write it. */
function isError({ code }: Diagnostic): boolean {
  return codes[code]?.severity === 'error';
}

const LARGEST_BYTES = 262_144;

/** `posix.sh`, `windows.cmd`: each platform's shared functions. */
async function platformsIn(folder: string): Promise<{
  readonly texts: Readonly<Record<string, string>>;
  readonly diagnostics: readonly Diagnostic[];
}> {
  const names = await readdir(folder).catch(() => []);
  const texts: Record<string, string> = {};
  const diagnostics: Diagnostic[] = [];
  for (const name of names.filter((each) => /^[a-z]+\.(?:sh|cmd)$/.test(each))) {
    const read = await readSource(join(folder, name), LARGEST_BYTES);
    if ('source' in read) texts[name.replace(/\..*/, '')] = read.source.text;
    else diagnostics.push(...read.diagnostics);
  }
  return { texts, diagnostics };
}
