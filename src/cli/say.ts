/** The two ways out: data, and everything else. Nothing that a terminal could obey passes (S14). */
import { sanitize } from '../device/sanitize.ts';
import type { Fault } from '../protocol/fault.ts';

/** Data, on stdout. */
export function data(text: string): void {
  process.stdout.write(`${sanitize(text)}\n`);
}

/** What people are told, on stderr. */
export function say(text: string): void {
  process.stderr.write(`${sanitize(text)}\n`);
}

export function sayFault(fault: Fault): void {
  const where = fault.step === undefined ? '' : ` (step ${fault.step})`;
  say(`error: ${fault.message}${where}`);
  if (fault.hint !== undefined) say(`hint: ${fault.hint}`);
}
