/**
 * A step with its values, for people: as it would be written, so that two steps of one line can be told apart.
 *
 * Rule 1: a secret is never among them, and an artifact, or a file that a step gave, goes by its name.
 * Deliberately not here: the device's own text (`calls.ts`), the text as the script has it (`explain`).
 */
import type { CheckedStep, Datum, Expression, Type } from '../language/checked.ts';
import { evaluate } from '../language/evaluate.ts';
import { sayDuration, saySize } from '../language/values/quantity.ts';
import type { DeviceScope } from './scope.ts';

/** More than so many values hide what happens. */
const MOST_REST = 4;

export function shownWords(step: CheckedStep, scope: DeviceScope): string {
  const [first, second] = step.arguments.map((argument) => argumentWord(argument, scope));
  const rest = step.rest.map((item) => shortened(valueText(item, scope)));
  const more = rest.length > MOST_REST ? ['…'] : [];
  const label = step.arguments[1]?.param ?? '';
  const labelled = second === undefined || second === '' ? '' : `${label}: ${second}`;
  return [step.primitive, first ?? '', ...rest.slice(0, MOST_REST), ...more, labelled]
    .filter((text) => text !== '')
    .join(' ');
}

function argumentWord(
  { type, value }: CheckedStep['arguments'][number],
  scope: DeviceScope,
): string {
  if (type === 'secret') return isNone(value) ? '' : '(secret)';
  if ((type === 'artifact' || type === 'file') && value.kind === 'read') return value.name;
  return shortened(valueText(value, scope));
}

function isNone(value: Expression): boolean {
  return value.kind === 'constant' && value.value === '';
}

function valueText(expression: Expression, scope: DeviceScope): string {
  return datumText(evaluate(expression, scope), expression.type);
}

function datumText(datum: Datum, type: Type): string {
  if (typeof datum === 'object') {
    const inner = typeof type === 'object' ? type.listOf : type;
    return datum.map((item) => datumText(item, inner)).join(' ');
  }
  if (typeof datum === 'number' && type === 'size') return saySize(datum);
  if (typeof datum === 'number' && type === 'duration') return sayDuration(datum);
  return String(datum);
}

/** One line; of a long path its end says most. */
function shortened(text: string): string {
  if (text.includes('\n')) return '…';
  return text.length > 60 ? `…${text.slice(-48)}` : text;
}
