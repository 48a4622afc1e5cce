/** Steps of all branches, in the order of the text. */
import type { CheckedItem, CheckedScript, CheckedStep, PhaseName } from '../checked.ts';

/** A step and the ways into it: `only when …`, `for each …`. */
export interface Reached {
  readonly step: CheckedStep;
  readonly inside: readonly CheckedItem[];
}

export function stepsOf(script: CheckedScript, phase: PhaseName): readonly Reached[] {
  return reach(script.phases[phase] ?? [], []);
}

export function reach(
  items: readonly CheckedItem[],
  inside: readonly CheckedItem[],
): readonly Reached[] {
  return items.flatMap((item) => {
    if (item.kind === 'step') return [{ step: item, inside }];
    const deeper = [...inside, item];
    if (item.kind === 'when')
      return [...reach(item.then, deeper), ...reach(item.otherwise, deeper)];
    return item.kind === 'for' ? reach(item.body, deeper) : [];
  });
}
