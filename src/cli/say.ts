/** The two ways out: data, and everything else. Nothing that a terminal could obey passes (S14). */
import { sanitize } from '../device/sanitize.ts';
import { hidePasswords } from '../language/passwords.ts';
import type { Fault } from '../protocol/fault.ts';

/** Data, on stdout. */
export function data(text: string): void {
  process.stdout.write(`${sanitize(text)}\n`);
}

/** What people are told, on stderr. */
export function say(text: string): void {
  process.stderr.write(`${harmless(text)}\n`);
}

/** For what others write for us: it is made fit for a terminal, and shows no password of a URL. */
export function harmless(text: string): string {
  return sanitize(hidePasswords(text));
}

export function sayFault(fault: Fault): void {
  const where = fault.step === undefined ? '' : ` (step ${fault.step})`;
  say(`error: ${fault.message}${where}`);
  if (fault.hint !== undefined) say(`hint: ${fault.hint}`);
}
