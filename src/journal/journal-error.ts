/** A fault of the journal, on its way out of a call that can't return it. */
import type { Fault } from '../protocol/fault.ts';

/**
 * `journal-disc-full` `journal-io` `journal-unwritable` `journal-busy` `journal-corrupt` `journal-record` `journal-newer`
 * `journal-foreign` `journal-missing` `journal-not-durable` `journal-closed` `journal-lost` `fenced` `controller-running` `state-folder`.
 * `journal-moved`: what was to be written was not. `journal-in-doubt`: it was, to a file that is not at its path any more.
 */
export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly fault: Fault;

  constructor(fault: Fault, options?: ErrorOptions) {
    super(fault.message, options);
    this.fault = fault;
  }
}

export function journalError(code: string, message: string, hint?: string): JournalError {
  return new JournalError({ code, message, ...(hint !== undefined && { hint }) });
}

/** What to do about a damaged journal. */
export const damagedHint =
  'nothing is decided from it: keep the file, and put a copy back only if nothing was run since it was made (an older one has lost what was decided since); what was decided stands on the devices, too';
