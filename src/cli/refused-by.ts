/** A fault that ended a command: it is said, and which exit code it means. */
import type { Fault } from '../protocol/fault.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { withPastableHints } from './pastable.ts';
import { sayFault } from './say.ts';

const CODES: Readonly<Record<string, number>> = {
  busy: EXIT.fenced,
  controller: EXIT.defect,
  defect: EXIT.defect,
  fenced: EXIT.fenced,
  'state-folder': EXIT.wrongInput,
  'controller-running': EXIT.fenced,
  'controller-lost': EXIT.pending,
  'no-transaction': EXIT.wrongInput,
  committed: EXIT.pending,
  ended: EXIT.wrongInput,
  'state-path': EXIT.wrongInput,
  'no-secret': EXIT.wrongInput,
};

/** `state` is the folder that the command was about. */
export function refusedBy(fault: Fault, state: string): number {
  sayFault(withPastableHints(state, fault));
  if (fault.code.startsWith('journal')) return EXIT.journal;
  return CODES[fault.code] ?? EXIT.refused;
}
