/** The way back of every step, on every platform: one script, one way back for each step. */
import { find, type Findings } from '../findings.ts';
import type { DraftItem, DraftLet, DraftStep } from '../phases/draft.ts';
import type { Ways } from './finish-draft.ts';
import { followPhases } from './flow.ts';
import type { DraftPhase, WayBackDraft } from './flow-state.ts';

export function findWays(
  lets: readonly DraftLet[],
  phases: readonly DraftPhase[],
  platforms: readonly string[],
  findings: Findings,
): Ways {
  const ways = new Map<string, WayBackDraft>();
  for (const platform of platforms.length === 0 ? ['posix'] : platforms)
    for (const [id, way] of followPhases(lets, phases, platform, findings)) {
      const before = ways.get(id);
      if (before === undefined) ways.set(id, way);
      else if (sayWay(before) !== sayWay(way)) complain(stepOf(phases, id), platform, findings);
    }
  return ways;
}

function sayWay(way: WayBackDraft): string {
  return way.by === 'keep' ? JSON.stringify(way.from.map(({ keep }) => keep)) : way.by;
}

function complain(step: DraftStep | undefined, platform: string, findings: Findings): void {
  if (step === undefined) return;
  find(
    findings,
    'E0511',
    step.node.word.span,
    `on ${platform} this \`${step.primitive.name}\` goes back another way`,
    {
      why: 'a step has one way back on all platforms that reach it',
      hint: 'write the step in each platform’s own branch, behind its own `keep`',
    },
  );
}

function stepOf(phases: readonly DraftPhase[], id: string): DraftStep | undefined {
  return phases.flatMap(({ items }) => stepsIn(items)).find((step) => step.id === id);
}

function stepsIn(items: readonly DraftItem[]): readonly DraftStep[] {
  return items.flatMap((item) => {
    if (item.kind === 'step') return [item];
    if (item.kind === 'when') return [...stepsIn(item.then), ...stepsIn(item.otherwise)];
    return item.kind === 'for' ? stepsIn(item.body) : [];
  });
}
