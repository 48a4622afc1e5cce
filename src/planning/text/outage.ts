/**
 * Which services a script stops, and for how long at the most.
 *
 * Rule 1: as it switches, a service is down from the step that stops it to the one that starts it again; if the unit
 *         goes back, at most until the vote would have been, and as long again as the way back takes.
 */
import type { CheckedScript, CheckedStep } from '../../language/checked.ts';
import { expand } from '../../language/explain/known.ts';
import type { Known } from '../../language/explain/known.ts';
import { sayLong } from '../../language/explain/times.ts';
import { sayExpression } from '../../language/explain/words.ts';
import { stepsIn } from '../steps.ts';

export function outageLines(
  script: CheckedScript,
  known: Known,
  voteWithinMs: number,
): readonly string[] {
  const steps = stepsIn(script.phases.switch ?? []);
  const undo = steps.reduce(
    (sum, { withinMs, wayBack }) => sum + (wayBack.by === 'nothing' ? 0 : withinMs),
    0,
  );
  return stopped(steps, known).map(
    (service) =>
      `${service}: down at most ${sayLong(downMs(steps, known, service))} as it switches, ${sayLong(voteWithinMs + undo)} if the unit goes back`,
  );
}

function stopped(steps: readonly CheckedStep[], known: Known): readonly string[] {
  return [...new Set(steps.flatMap((step) => servicesOf(step, 'stops', known)))];
}

function servicesOf(
  step: CheckedStep,
  effect: 'stops' | 'starts',
  known: Known,
): readonly string[] {
  return step.touches
    .filter((touch) => touch.effect === effect && touch.kind === 'service')
    .map(({ value }) => sayExpression(expand(value, known)));
}

/** Without a step that starts it (a restart of the device does), to the end of the phase. */
function downMs(steps: readonly CheckedStep[], known: Known, service: string): number {
  const from = steps.findIndex((step) => servicesOf(step, 'stops', known).includes(service));
  const to = steps.findIndex(
    (step, at) => at >= from && servicesOf(step, 'starts', known).includes(service),
  );
  const between = steps.slice(from, to < 0 ? undefined : to + 1);
  return between.reduce((sum, { withinMs }) => sum + withinMs, 0);
}
