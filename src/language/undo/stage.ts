/** `stage` writes only in places that it made, or in `work`: so never into what runs. */
import type { DraftStep, DraftTouch } from '../phases/draft.ts';
import { find } from '../findings.ts';
import type { Flow } from './flow-state.ts';
import type { UndoState } from './state.ts';
import { covers, itemsOf, symbolic, unknown } from './symbolic.ts';

export function followStage(step: DraftStep, state: UndoState, flow: Flow): void {
  if (flow.phase !== 'stage' || step.family !== 'stage' || state.unclear) return;
  for (const touch of step.touches.filter(({ effect }) => effect === 'writes'))
    if (!isBeside(touch, state)) complain(step, touch, flow);
}

function isBeside({ value, kind }: DraftTouch, { known, made }: UndoState): boolean {
  if (value === undefined) return true;
  const places = [...made, `path ${unknown('work', 'path')}`];
  const items = itemsOf(value, known);
  return (
    items?.every((item) =>
      places.some((place) => covers(place, `${kind} ${symbolic(item, known)}`)),
    ) ?? false
  );
}

function complain(step: DraftStep, { span }: DraftTouch, { findings }: Flow): void {
  find(
    findings,
    'E0504',
    span,
    `\`${step.primitive.name}\` writes outside of what \`stage\` has made`,
    {
      why: 'the service is up until `switch`: `stage` writes only into places that an earlier step of it made, or into `work`',
      hint: 'make the place first (`unpack … into:`, `make-folder`), or move this to `switch`',
    },
  );
}
