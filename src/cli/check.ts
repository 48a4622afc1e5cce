/** `cutover check`. */
import { EXIT } from '../runtime/exit-code.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import type { Source } from '../language/source.ts';
import { errorsAmong, printDiagnostics, sayDiagnostics, summary } from './diagnostics.ts';
import { nothingFound, sayOtherTexts, withoutYaml } from './given-paths.ts';
import { loadScripts } from './load-scripts.ts';
import { say } from './say.ts';

export async function check(
  paths: readonly string[],
  options: { readonly library?: string; readonly format: 'text' | 'json' },
): Promise<number> {
  const { sources, diagnostics } = await loadScripts(paths, options.library);
  const errors =
    options.format === 'json'
      ? printDiagnostics(diagnostics)
      : sayFound(paths, sources, diagnostics);
  const warnings = diagnostics.length - errorsAmong(diagnostics);
  const nothing = nothingFound(paths, sources.length + errors);
  sayOtherTexts(paths, errors);
  summary(errors, warnings, sources.length);
  return errors === 0 && !nothing ? 0 : EXIT.wrongInput;
}

/** The number of errors that were said. */
function sayFound(
  paths: readonly string[],
  sources: readonly Source[],
  diagnostics: readonly Diagnostic[],
): number {
  const { yaml, others } = withoutYaml(paths, sources, diagnostics);
  for (const { file } of yaml) say(`error: ${file} is neither a script nor a plan`);
  return sayDiagnostics(others) + yaml.length;
}
