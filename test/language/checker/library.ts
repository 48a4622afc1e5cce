/** The shipped words, as scripts in tests are checked against them. */
import type { Library } from '../../../src/language/checked.ts';
import { loadLibrary } from '../../../src/inventory/load-library.ts';

export async function shippedLibrary(): Promise<Library> {
  const { library, diagnostics } = await loadLibrary();
  const [first] = diagnostics;
  if (first !== undefined) throw new Error(`the shipped library: ${first.code} ${first.message}`);
  return library;
}
