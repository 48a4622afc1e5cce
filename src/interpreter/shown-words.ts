/** A step with its values, for people. Deliberately not here: the device's own text (`calls.ts`), the script's (`explain`). */
import type { CheckedStep } from '../language/checked.ts';
import { evaluate } from '../language/evaluate.ts';
import { shortened, shownDatum, shownParts, type ShownPart } from '../language/shown.ts';
import type { DeviceScope } from './scope.ts';

export function shownWords(step: CheckedStep, scope: DeviceScope): string {
  const shown = shownParts(step).map((part) => partText(part, scope));
  return [step.primitive, ...shown.filter((text) => text !== '')].join(' ');
}

function partText(part: ShownPart, scope: DeviceScope): string {
  const text =
    'text' in part
      ? part.text
      : shortened(shownDatum(evaluate(part.value, scope), part.value.type));
  return text === '' || part.label === undefined ? text : `${part.label} ${text}`;
}
