/** Texts for a command, checked against the library. */
import { loadLibrary, shippedPrimitives } from '../inventory/load-library.ts';
import { check, type Checked } from '../language/check.ts';
import type { Library } from '../language/checked.ts';
import type { Source } from '../language/source.ts';
import { textsFor } from './plan-texts.ts';

export interface Loaded extends Checked {
  readonly sources: readonly Source[];
  /** With those that the sources themselves declare. */
  readonly library: Library;
}

/** With the scripts that a plan among them runs. `library` is a folder of the user's own primitives. */
export async function loadScripts(paths: readonly string[], library?: string): Promise<Loaded> {
  const texts = await textsFor(paths);
  const known = await loadLibrary(shippedPrimitives(), library);
  const checked = check(texts.sources, known.library, texts.bindings);
  const primitives = new Map([...known.library.primitives, ...checked.primitives]);
  return {
    ...checked,
    sources: texts.sources,
    library: { ...known.library, primitives },
    diagnostics: [...known.diagnostics, ...texts.diagnostics, ...checked.diagnostics],
  };
}
