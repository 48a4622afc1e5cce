/** `cutover check`. */
import { EXIT } from '../runtime/exit-code.ts';
import { printDiagnostics, sayDiagnostics, summary } from './diagnostics.ts';
import { nothingFound, sayOtherTexts } from './given-paths.ts';
import { loadScripts } from './load-scripts.ts';

export async function check(
  paths: readonly string[],
  options: { readonly library?: string; readonly format: 'text' | 'json' },
): Promise<number> {
  const { sources, diagnostics } = await loadScripts(paths, options.library);
  const errors =
    options.format === 'json' ? printDiagnostics(diagnostics) : sayDiagnostics(diagnostics);
  const nothing = nothingFound(paths, sources.length + errors);
  sayOtherTexts(paths, errors);
  summary(errors, diagnostics.length - errors, sources.length);
  return errors === 0 && !nothing ? 0 : EXIT.wrongInput;
}
