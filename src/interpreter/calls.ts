/**
 * A step as the device's shell gets it: a call of the kit with every value in place
 * (docs/device-kit.md, *Requests*).
 *
 * Rule 1: a value is one word of the shell, whatever is in it.
 * Rule 2: a secret's text is put in here and nowhere else, marked so that no record takes it.
 */
import { word } from '../device/quote.ts';
import type {
  BoundArgument,
  CheckedItem,
  CheckedScript,
  CheckedStep,
  Expression,
  Type,
} from '../language/checked.ts';
import { evaluate, render } from '../language/evaluate.ts';
import { fault, type FaultValue, type OrFault } from '../protocol/fault.ts';
import { flatten } from './cursor.ts';
import { touched } from './managed.ts';
import { namesInExpression } from './names.ts';
import type { DeviceScope } from './scope.ts';
import { shownWords } from './shown-words.ts';

/** What a call needs to know beside the step. */
export interface CallSource {
  readonly script: CheckedScript;
  readonly scope: DeviceScope;
  readonly secret: (name: string) => OrFault<string>;
}

/** One step ready to be sent. */
export interface PlannedCall {
  readonly no: number;
  readonly step: CheckedStep;
  readonly text: string;
  /** The step in words, for screens; secrets by name. */
  readonly words: string;
  /** The paths that it makes or writes. */
  readonly writes: readonly string[];
}

export function planCall(step: CheckedStep, source: CallSource): PlannedCall | FaultValue {
  const { scope } = source;
  const no = scope.nextNo();
  if (step.family === 'backup' || step.primitive === 'keep') scope.keepAs(step.id, no);
  const ways = wayLines(step, source);
  if ('fault' in ways) return ways;
  const values = valueWords(step, source);
  if ('fault' in values) return values;
  const head = [
    'kit_step',
    no,
    step.primitive,
    step.as === undefined ? 0 : 1,
    step.tries,
    seconds(step.everyMs),
    seconds(step.withinMs),
  ];
  return {
    no,
    step,
    text: [...ways, [...head, ...values].join(' ')].join('\n'),
    words: shownWords(step, scope),
    writes: touched(step, ['writes', 'makes'], 'path', scope),
  };
}

/** `PRIMITIVE name value… [-- rest…]`, for records that are carried out without a step of their own. */
function bareCall(step: CheckedStep, source: CallSource): string | FaultValue {
  const values = valueWords(step, source);
  return 'fault' in values ? values : [step.primitive, ...values].join(' ');
}

function wayLines(step: CheckedStep, source: CallSource): readonly string[] | FaultValue {
  const { wayBack } = step;
  switch (wayBack.by) {
    case 'nothing':
    case 'never':
      return [];
    case 'itself':
      // What is kept while the service runs is not put back by itself (docs/decisions).
      return [step.family === 'backup' ? 'kit_way kept' : 'kit_way self'];
    case 'keep':
      return wayBack.from.map(({ path, keep }) => restoreLine(path, keep, source.scope));
    case 'steps':
      return callLines('kit_way call', wayBack.items, source);
  }
}

function restoreLine(path: Expression, keep: string, scope: DeviceScope): string {
  const no = scope.keepNo(keep);
  if (no === undefined) throw new Error(`defect: the keep ${keep} has no number yet`);
  return `kit_way restore ${String(no)} ${word(String(evaluate(path, scope)))}`;
}

/** A line for each step of items whose names are known: `PREFIX PRIMITIVE name value…`. */
export function callLines(
  prefix: string,
  items: readonly CheckedItem[],
  source: CallSource,
): readonly string[] | FaultValue {
  const steps = flatten(items, source.scope);
  if ('fault' in steps) return steps;
  const lines: string[] = [];
  for (const step of steps) {
    const call = bareCall(step, source);
    if (typeof call !== 'string') return call;
    lines.push(`${prefix} ${call}`);
  }
  return lines;
}

function valueWords(step: CheckedStep, source: CallSource): readonly string[] | FaultValue {
  const words: string[] = [];
  for (const argument of step.arguments) {
    const value = argumentText(argument.value, argument.type, source);
    if (typeof value !== 'string') return value;
    const name = argument.param.replaceAll('-', '_');
    words.push(isSecret(argument) ? `secret:${name}` : name, word(value));
  }
  if (step.rest.length === 0) return words;
  const rest = step.rest.flatMap((item) => render(evaluate(item, source.scope), item.type));
  return [...words, '--', ...rest.map(word)];
}

/** What is left out where a secret could stand is no secret: a record may have it. */
function isSecret({ type, value }: BoundArgument): boolean {
  return type === 'secret' && value.kind !== 'constant';
}

function argumentText(value: Expression, type: Type, source: CallSource): string | FaultValue {
  if (type === 'secret') return secretText(value, source);
  return render(evaluate(value, source.scope), typeof type === 'object' ? type : value.type).join(
    '\n',
  );
}

/** Evaluates with the secrets' texts in the place of their names. */
function secretText(value: Expression, { script, scope, secret }: CallSource): string | FaultValue {
  const secrets = new Set(
    script.params.filter((param) => param.type === 'secret').map((param) => param.name),
  );
  const texts = new Map<string, string>();
  for (const name of namesInExpression(value).filter((read) => secrets.has(read))) {
    const text = secret(String(scope.get(name)));
    if (typeof text !== 'string') return text;
    texts.set(name, text);
  }
  return String(evaluate(value, { get: (name) => texts.get(name) ?? scope.get(name) }));
}

/** The kit counts in whole seconds; a limit is never rounded to nothing. */
function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}

export function badValue(step: CheckedStep, problem: string): FaultValue {
  return fault('bad-value', `\`${step.primitive}\` gave something that can't be used: ${problem}`, {
    step: step.id,
    line: step.place.line,
  });
}
