/** The undo list: what takes each step of `backup`, `stage` and `switch` back, last first. */
import type { CheckedScript, CheckedStep, PhaseName } from '../../language/checked.ts';
import type { Known } from '../../language/explain/known.ts';
import { sayWayBack } from '../../language/explain/step.ts';
import { sayStep } from '../../language/explain/words.ts';
import type { ResolvedPlan } from '../resolved.ts';
import { stepsIn } from '../steps.ts';
import { filledStep } from './filled.ts';

const WITH_WAY_BACK: readonly PhaseName[] = ['backup', 'stage', 'switch'];

export function wayBackLines(
  { primitives }: ResolvedPlan,
  script: CheckedScript,
  known: Known,
): readonly string[] {
  const say = (step: CheckedStep) => sayStep(filledStep(step, known), primitives[step.primitive]);
  const steps = WITH_WAY_BACK.flatMap((phase) => stepsIn(script.phases[phase] ?? []));
  const undone = [...steps].reverse().filter(({ wayBack }) => wayBack.by !== 'nothing');
  return undone.flatMap((step) => {
    const head = `line ${String(step.place.line)}, ${say(step)}`;
    if (step.wayBack.by !== 'steps') return [`${head}: ${sayWayBack(step.wayBack, step, known)}`];
    return stepsIn(step.wayBack.items).map((each) => `${head}: ${say(each)}`);
  });
}
