/**
 * The way back in full: it stands nowhere in the script's text, so it is printed here, in the order in
 * which it is carried out.
 */
import type { CheckedScript } from '../checked.ts';
import { stepsOf } from './all-steps.ts';
import { callsIn } from './calls.ts';
import { indent } from './items.ts';
import { sayWayBack, type Explaining } from './step.ts';
import { sayStep } from './words.ts';

export function explainWayBack(
  script: CheckedScript,
  { known, library }: Explaining,
): readonly string[] {
  const begun = (['stage', 'switch'] as const).flatMap((phase) => stepsOf(script, phase));
  const undone = begun.filter(({ step }) => step.wayBack.by !== 'nothing').reverse();
  const mends = callsIn(script.phases.revert ?? [], known);
  return [
    'Taken when a step fails, when `verify` finds something wrong, when another member of a linked unit',
    'fails, when the unit’s time to its vote runs out, or when the device hears nothing of its controller',
    'before its vote: then by the device itself. Every step that had begun, also one half done, last first:',
    '',
    ...undone.flatMap(({ step, inside }, at) => [
      `${String(at + 1).padStart(2)}. ${step.id}  ${sayStep(step, library.primitives.get(step.primitive))}${inside.length > 0 ? ' (if it was reached)' : ''}: ${sayWayBack(step.wayBack, step, known)}`,
      ...(step.wayBack.by === 'steps' ? indent(indent(callsIn(step.wayBack.items, known))) : []),
    ]),
    ...(undone.length === 0 ? ['(no step changes anything that has to be undone)'] : []),
    '',
    ...(mends.length === 0
      ? []
      : [
          'Then, if the switch had begun, from the script’s `revert`, to prove or mend:',
          ...indent(mends),
          '',
        ]),
    'Then the device compares all that `switch` writes and `keep` names, and the services, with what it',
    'found before. If anything differs, or a step of the way back fails, the device is *broken*: it is named,',
    'with the folder of what was kept, and nothing more is done to it; the other members go back all the same.',
    '',
    'A step that does not return in its time is ended, with all processes of its own, and counts as failed:',
    'it is undone like one that was half done.',
  ];
}
