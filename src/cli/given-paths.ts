/** What was given to a command that reads scripts and plans, and is none. */
import { say } from './say.ts';

/** A folder without a text is most often another one than was meant. */
export function nothingFound(paths: readonly string[], found: number): boolean {
  if (found > 0) return false;
  say(`error: there is no file that ends with .cutover in ${paths.join(', ')}`);
  return true;
}

/** YAML is read by other commands; here it is only a heap of mistakes. */
export function sayOtherTexts(paths: readonly string[], errors: number): void {
  const yaml = errors === 0 ? undefined : paths.find((path) => /\.ya?ml$/.test(path));
  if (yaml === undefined) return;
  say(`hint: ${yaml} looks like YAML: an inventory is checked by \`cutover plan PLAN -i ${yaml}\``);
}
