/** Texts for a command, checked against the library. */
import { loadLibrary, shippedPrimitives } from '../inventory/load-library.ts';
import { loadTexts, type LoadedTexts } from '../inventory/load-texts.ts';
import { check, type Checked } from '../language/check.ts';
import type { Library } from '../language/checked.ts';
import type { Source } from '../language/source.ts';

export interface Loaded extends Checked {
  readonly sources: readonly Source[];
  readonly library: Library;
}

/** `library` is a folder of the user's own primitives. */
export async function loadScripts(paths: readonly string[], library?: string): Promise<Loaded> {
  return checkTexts(await loadTexts(paths), library);
}

export async function checkTexts(texts: LoadedTexts, library?: string): Promise<Loaded> {
  const known = await loadLibrary(shippedPrimitives(), library);
  const checked = check(texts.sources, known.library, texts.bindings);
  return {
    ...checked,
    sources: texts.sources,
    library: known.library,
    diagnostics: [...known.diagnostics, ...texts.diagnostics, ...checked.diagnostics],
  };
}
