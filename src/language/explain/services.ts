/** Which services are down, from which step to which, and for how long at most. */
import type { CheckedScript, CheckedStep, Effect } from '../checked.ts';
import { stepsOf } from './all-steps.ts';
import { expand } from './known.ts';
import type { Explaining } from './step.ts';
import { sayLong } from './times.ts';
import { sayExpression } from './words.ts';

export function explainServices(script: CheckedScript, explaining: Explaining): readonly string[] {
  const steps = stepsOf(script, 'switch').map(({ step }) => step);
  const stops = steps.flatMap((step, at) =>
    servicesOf(step, 'stops', explaining).map((service) => ({ service, at })),
  );
  if (stops.length === 0) return ['None is stopped.'];
  return stops.map(({ service, at }) => {
    const end = steps.findIndex(
      (step, later) => later >= at && servicesOf(step, 'starts', explaining).includes(service),
    );
    const during = steps.slice(at, (end < 0 ? steps.length : end) + 1);
    const longestMs = during.reduce((sum, step) => sum + step.withinMs, 0);
    return `${service}: down from ${steps[at]?.id ?? ''} to ${steps[end]?.id ?? 'the end of `switch`'}, at most ${sayLong(longestMs)} (all branches added)`;
  });
}

function servicesOf(step: CheckedStep, effect: Effect, { known }: Explaining): readonly string[] {
  return step.touches
    .filter((touch) => touch.effect === effect && touch.kind === 'service')
    .map(({ value }) => sayExpression(expand(value, known)));
}
