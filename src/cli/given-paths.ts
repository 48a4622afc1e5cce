/** What was given to a command that reads scripts and plans, and is none. */
import type { Diagnostic } from '../language/diagnostic.ts';
import type { Source } from '../language/source.ts';
import { errorsAmong } from './diagnostics.ts';
import { say } from './say.ts';

/** A folder without a text is most often another one than was meant. */
export function nothingFound(paths: readonly string[], found: number): boolean {
  if (found > 0) return false;
  say(`error: there is no file that ends with .cutover in ${paths.join(', ')}`);
  return true;
}

/** YAML is read by other commands; here it is only a heap of mistakes. */
export function sayOtherTexts(paths: readonly string[], errors: number): void {
  const yaml = errors === 0 ? undefined : paths.find(isYaml);
  if (yaml === undefined) return;
  say(`hint: ${yaml} looks like YAML: an inventory is checked by \`cutover plan PLAN -i ${yaml}\``);
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/.test(path);
}

/** What was found elsewhere than in YAML that was read as a script: of each of those one error says enough. */
export function withoutYaml(
  paths: readonly string[],
  sources: readonly Source[],
  diagnostics: readonly Diagnostic[],
): { readonly yaml: readonly Source[]; readonly others: readonly Diagnostic[] } {
  const isIn =
    ({ file }: Source) =>
    (found: Diagnostic) =>
      found.source.file === file;
  const yaml = sources.filter(
    (source) =>
      paths.includes(source.file) &&
      isYaml(source.file) &&
      errorsAmong(diagnostics.filter(isIn(source))) > 0,
  );
  return {
    yaml,
    others: diagnostics.filter((found) => !yaml.some((source) => isIn(source)(found))),
  };
}
