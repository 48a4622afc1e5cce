/**
 * What a test needs of its machine.
 *
 * Rule 1: what is skipped says why, here once for each reason.
 * Rule 2: with CUTOVER_ALL=1 (.ci/run) nothing is skipped: what is missing fails.
 */
const told = new Set<string>();

/** The reason to skip, if any; `why` is what is missing. */
export function skipFor(why: string | undefined): string | undefined {
  if (why === undefined || process.env['CUTOVER_ALL'] === '1') return undefined;
  if (!told.has(why)) process.stderr.write(`skipped: ${why}\n`);
  told.add(why);
  return why;
}

export function has(what: boolean, why: string): boolean {
  return what || skipFor(why) === undefined;
}

export const isRoot = process.getuid?.() === 0;
