/** Services that a phase stops and starts; only what changes the live system may. */
import type { DraftStep, DraftTouch } from '../phases/draft.ts';
import { find } from '../findings.ts';
import type { Flow } from './flow.ts';
import type { UndoState } from './state.ts';
import { itemsOf, symbolic, type Symbolic } from './symbolic.ts';

export function followServices(step: DraftStep, state: UndoState, flow: Flow): UndoState {
  const touched = step.touches.filter(({ effect }) => effect === 'stops' || effect === 'starts');
  if (touched.length > 0 && ['check', 'backup', 'stage', 'verify', 'report'].includes(flow.phase))
    complain(step, flow);
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

function complain(step: DraftStep, { findings, phase }: Flow): void {
  find(
    findings,
    'E0506',
    step.node.word.span,
    `\`${step.primitive.name}\` stops or starts a service in \`${phase}\``,
    {
      why: 'services run undisturbed until `switch`',
    },
  );
}
