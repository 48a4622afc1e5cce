/**
 * The first screen: what is done and how long it may take, which service is down when, what changes, how it goes
 * back, what has to be believed, and where all that stands in full.
 */
import type { CheckedScript, CheckedStep, Effect, PhaseName } from '../checked.ts';
import { phaseOrder } from '../phases/table.ts';
import { stepsOf } from './all-steps.ts';
import { claimsOf } from './believed.ts';
import { expand } from './known.ts';
import { sayLongest } from './phases.ts';
import { explainServices } from './services.ts';
import type { Explaining } from './step.ts';
import { sayExpression } from './words.ts';

/** `sections` are the titles of what follows. */
export function inShort(
  script: CheckedScript,
  explaining: Explaining,
  sections: readonly string[],
): readonly string[] {
  return [
    ...rows('does', doesLines(script)),
    ...rows('service', explainServices(script, explaining)),
    ...rows('changes', changesLines(script, explaining)),
    ...rows('goes back', [goesBack(script)]),
    ...rows('believed', [believed(script, explaining)]),
    ...rows('below', [sections.join('; ')]),
  ];
}

function rows(label: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, at) => `${(at === 0 ? label : '').padEnd(10)} ${line}`);
}

/** Each phase's words in their order; what stands in a branch is among them. */
function doesLines(script: CheckedScript): readonly string[] {
  return phaseOrder
    .filter((phase) => script.phases[phase] !== undefined)
    .map((phase) => {
      const words = stepsOf(script, phase).map(({ step }) => step.primitive);
      return `${phase.padEnd(8)} ${words.join(', ')} (at most ${sayLongest(script, phase)})`;
    });
}

function changesLines(script: CheckedScript, explaining: Explaining): readonly string[] {
  const sayings: readonly (readonly [PhaseName, Effect, string])[] = [
    ['stage', 'makes', 'makes'],
    ['switch', 'writes', 'writes'],
    ['finish', 'writes', 'without a way back'],
  ];
  const lines = sayings.flatMap(([phase, effect, says]) => {
    const places = placesOf(script, phase, effect, explaining);
    return places.length === 0 ? [] : [`${phase.padEnd(8)} ${says} ${places.join(', ')}`];
  });
  return lines.length === 0 ? ['no path'] : lines;
}

function placesOf(
  script: CheckedScript,
  phase: PhaseName,
  effect: Effect,
  { known }: Explaining,
): readonly string[] {
  const touches = stepsOf(script, phase).flatMap(({ step }) => step.touches);
  const places = touches
    .filter((touch) => touch.effect === effect)
    .map(({ value }) => sayExpression(expand(value, known)).replace(/^\[(.*)\]$/, '$1'));
  return [...new Set(places)].filter((place) => place !== '');
}

const ways = {
  itself: 'by themselves',
  keep: 'from what was kept',
  steps: 'by an `undo` block',
} as const;

function goesBack(script: CheckedScript): string {
  const steps = stepsOf(script, 'switch').map(({ step }) => step);
  const never = steps.filter(({ wayBack }) => wayBack.by === 'never');
  const counted = Object.entries(ways).flatMap(([by, says]) => {
    const count = steps.filter(({ wayBack }) => wayBack.by === by).length;
    return count === 0 ? [] : [`${String(count)} ${says}`];
  });
  if (never.length > 0) return `NOT AS A WHOLE: ${never.map(reason).join('; ')}`;
  if (counted.length === 0) return 'nothing has to be undone';
  return `the steps of \`switch\`, last first: ${counted.join(', ')}`;
}

function reason({ id, wayBack }: CheckedStep): string {
  return `${id}, ${wayBack.by === 'never' ? wayBack.because : ''}`;
}

function believed(script: CheckedScript, explaining: Explaining): string {
  const ids = [...new Set(claimsOf(script, explaining).map(({ id }) => id))];
  return ids.length === 0 ? 'nothing' : `what no tool can prove, of ${ids.join(', ')}`;
}
