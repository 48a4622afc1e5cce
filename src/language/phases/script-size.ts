/** How many steps a script can come to, with its loops unrolled. */
import { find, type Findings } from '../findings.ts';
import type { BlockDeclaration } from '../tree.ts';
import type { DraftPhase } from '../undo/flow-state.ts';
import { limits } from '../values/limits.ts';
import type { DraftItem } from './draft.ts';

export function complainOfSize(
  phases: readonly DraftPhase[],
  { name }: BlockDeclaration,
  findings: Findings,
): void {
  const steps = phases.reduce((sum, { items }) => sum + countSteps(items), 0);
  if (steps <= limits.steps) return;
  find(findings, 'E0317', name.span, `\`${name.text}\` comes to ${steps} steps`, {
    why: `with its loops unrolled a script has at most ${limits.steps}`,
  });
}

function countSteps(items: readonly DraftItem[]): number {
  return items.reduce((sum, item) => sum + countIn(item), 0);
}

function countIn(item: DraftItem): number {
  switch (item.kind) {
    case 'step':
      return 1 + countSteps(item.undo?.items ?? []);
    case 'when':
      return countSteps(item.then) + countSteps(item.otherwise);
    case 'for':
      return timesRound(item) * countSteps(item.body);
    default:
      return 0;
  }
}

/** A list that the text doesn't show is counted as one round; planning knows how long it is. */
function timesRound({ list }: Extract<DraftItem, { kind: 'for' }>): number {
  return list?.kind === 'list' ? list.items.length : 1;
}
