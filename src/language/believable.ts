/**
 * Where the surface is broken, part of a file is not in the tree: what the checker misses there may
 * well be written.
 *
 * Rule 1: of two findings with one cause only the first is said.
 */
import type { Diagnostic } from './diagnostic.ts';
import type { Parsed } from './parse.ts';
import type { Source } from './source.ts';

/** Codes that say of a name that it is unknown or unused. */
const aboutNames: readonly string[] = ['E0201', 'E0204', 'E0205', 'E0206', 'E0207'];

/** Codes that say that something is missing. */
const aboutAbsence: readonly string[] = [
  'E0304',
  'E0305',
  'E0308',
  'E0406',
  'E0501',
  'E0504',
  'E0505',
  'E0507',
  'E0510',
  'E0602',
  'E1002',
  'E1005',
  'E1007',
  'E1012',
];

export function believable(
  { code, labels: [{ span }] }: Diagnostic,
  { source, file, diagnostics }: Parsed & { readonly source: Source },
): boolean {
  if (diagnostics.length === 0) return true;
  if (aboutNames.includes(code)) return !(file.doubtful ?? []).includes(nameAt(source, span));
  return !aboutAbsence.includes(code);
}

/** The name that a reference or a given name begins with. */
function nameAt(
  { text }: Source,
  { start, end }: { readonly start: number; readonly end: number },
): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*/.exec(text.slice(start, end))?.[0] ?? '';
}
