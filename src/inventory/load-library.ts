/** The library of primitives: the one that is shipped, and a vendor's own folder beside it. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSource } from '../document/read-source.ts';
import { check } from '../language/check.ts';
import type { Library } from '../language/checked.ts';
import { codes } from '../language/codes/index.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { loadTexts } from './load-texts.ts';

export interface LoadedLibrary {
  /** Without those in which something is wrong. */
  readonly library: Library;
  readonly diagnostics: readonly Diagnostic[];
}

/** `extra` is a folder of a vendor's own words. */
export async function loadLibrary(
  folder: string = shippedPrimitives(),
  extra?: string,
): Promise<LoadedLibrary> {
  const platforms = await platformsIn(folder);
  const shipped = await withWordsOf(folder, { primitives: new Map(), platforms: platforms.texts });
  const own = extra === undefined ? shipped : await withWordsOf(extra, shipped.library);
  const more = own === shipped ? [] : own.diagnostics;
  return {
    library: own.library,
    diagnostics: [...platforms.diagnostics, ...shipped.diagnostics, ...more],
  };
}

/** `primitives/` of this package, whether it runs from `src` or from `dist`. */
export function shippedPrimitives(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) {
    folder = dirname(folder);
  }
  return join(folder, 'primitives');
}

async function withWordsOf(folder: string, library: Library): Promise<LoadedLibrary> {
  const { sources, bindings, diagnostics } = await loadTexts([folder]);
  const checked = check(sources, library, bindings);
  return {
    library: {
      ...library,
      primitives: new Map([...library.primitives, ...checked.primitives]),
    },
    diagnostics: [...diagnostics, ...checked.diagnostics.filter(isError)],
  };
}

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
