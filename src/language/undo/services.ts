/** Services that a phase stops and starts. */
import type { DraftStep, DraftTouch } from '../phases/draft.ts';
import { familiesIn } from '../phases/table.ts';
import type { Flow } from './flow-state.ts';
import type { UndoState } from './state.ts';
import { itemsOf, symbolic, type Symbolic } from './symbolic.ts';

export function followServices(step: DraftStep, state: UndoState, flow: Flow): UndoState {
  // A word that can't stand here at all is one finding, not two.
  if (!familiesIn[flow.phase].includes(step.family)) return state;
  const touched = step.touches.filter(({ effect }) => effect === 'stops' || effect === 'starts');
  const down = new Map(state.down);
  for (const touch of touched.filter(({ effect }) => effect === 'stops'))
    for (const service of namesOf(touch, state)) down.set(service, step.node.span);
  for (const touch of touched.filter(({ effect }) => effect === 'starts'))
    if (touch.value === undefined) down.clear();
    else for (const service of namesOf(touch, state)) down.delete(service);
  return { ...state, down };
}

function namesOf({ value }: DraftTouch, { known }: UndoState): readonly Symbolic[] {
  if (value === undefined) return [];
  return (itemsOf(value, known) ?? [value]).map((item) => symbolic(item, known));
}
