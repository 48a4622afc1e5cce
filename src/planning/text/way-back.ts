/** The undo list: what takes each step of `backup`, `stage` and `switch` back, last first. */
import type { CheckedStep, PhaseName } from '../../language/checked.ts';
import { stepsIn } from '../steps.ts';
import type { CheckedScript } from '../../language/checked.ts';
import { textOf, worded } from './known.ts';
import type { Known } from './known.ts';
import { wordsOf } from './step-lines.ts';

const WITH_WAY_BACK: readonly PhaseName[] = ['backup', 'stage', 'switch'];

export function wayBackLines(script: CheckedScript, known: Known): readonly string[] {
  const steps = WITH_WAY_BACK.flatMap((phase) => stepsIn(script.phases[phase] ?? []));
  return [...steps].reverse().flatMap((step) => wayOf(step, known));
}

function wayOf(step: CheckedStep, known: Known): readonly string[] {
  const head = `line ${String(step.place.line)} ${wordsOf(step, known)}`;
  const { wayBack } = step;
  switch (wayBack.by) {
    case 'nothing':
      return [];
    case 'itself':
      return [`${head}: \`${step.primitive}\` takes it back itself`];
    case 'keep':
      return wayBack.from.map(
        ({ path, keep }) => `${head}: ${worded(textOf(path, known))} is put back from ${keep}`,
      );
    case 'steps':
      return stepsIn(wayBack.items).map((each) => `${head}: ${wordsOf(each, known)}`);
    case 'never':
      return [`${head}: CAN’T BE UNDONE: ${wayBack.because}`];
  }
}
