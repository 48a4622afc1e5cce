/**
 * Which modifiers a step may have where.
 *
 * Rule 1: `undo` and `irreversible` belong to steps of `switch`: nothing else has to be undone step by step.
 * Rule 2: what stands in `undo` and `revert` is laid down on the device as plain calls, before it can be needed.
 */
import { find } from '../findings.ts';
import type { StatementNode } from '../tree.ts';
import type { Lowering } from './lowering.ts';

export function complainOfModifiers(node: StatementNode, { findings, here }: Lowering): void {
  const laidDown = here === 'undo' || here === 'revert';
  for (const { kind, span } of node.modifiers) {
    if (kind === 'undo' || kind === 'irreversible') {
      if (here === 'switch') continue;
      find(findings, 'E0509', span, `\`${kind}\` has no meaning in \`${here}\``, {
        why: whyNoUndo(here),
      });
    } else if (laidDown) {
      find(findings, 'E0914', span, `\`${kind}\` isn’t built yet in \`${here}\``, {
        why: 'the device carries this out by itself, as plain calls that were laid down before',
        hint: kind === 'within' ? 'without it, what the word `takes` counts' : undefined,
      });
    }
  }
}

function whyNoUndo(here: string): string {
  if (here === 'finish') return 'after the commit nothing is undone';
  if (here === 'undo' || here === 'revert') return 'this is the way back already';
  return 'only a step of `switch` changes what is live';
}
