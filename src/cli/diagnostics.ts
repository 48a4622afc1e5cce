/** Diagnostics on their way to people (stderr) or programs (stdout). */
import type { Diagnostic } from '../language/diagnostic.ts';
import { render, renderJson } from '../language/render/render.ts';
import { pageOf } from '../language/codes/index.ts';
import { data, say } from './say.ts';

/** The number of errors among them. */
export function sayDiagnostics(diagnostics: readonly Diagnostic[]): number {
  const colour = process.stderr.isTTY && process.env['NO_COLOR'] === undefined;
  // The renderer has made all that came from files harmless; its own colours may pass.
  for (const diagnostic of diagnostics)
    process.stderr.write(`${render(diagnostic, { colour })}\n\n`);
  return errorsAmong(diagnostics);
}

export function printDiagnostics(diagnostics: readonly Diagnostic[]): number {
  for (const diagnostic of diagnostics) data(renderJson(diagnostic));
  return errorsAmong(diagnostics);
}

export function errorsAmong(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ code }) => pageOf(code).severity === 'error').length;
}

export function summary(errors: number, warnings: number, files: number): void {
  const count = (number: number, what: string): string =>
    `${String(number)} ${what}${number === 1 ? '' : 's'}`;
  say(`${count(files, 'file')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}`);
}
