/**
 * A step as the device's shell gets it: what the interpreter's `calls.ts` sends, with variables in the place of values.
 *
 * Rule 1: beside each step stand the script's line and words, and what undoes it.
 * Rule 2: what is only needed where it fails is evaluated only then.
 */
import type { BoundArgument, CheckedStep, Expression, Library } from '../language/checked.ts';
import { sayWayBack } from '../language/explain/step.ts';
import { sayStep } from '../language/explain/words.ts';
import type { Known } from '../language/explain/known.ts';
import { isDuration, itemType, renderedItems, renderedWord, typeText } from './expressions.ts';
import { itemLines } from './items.ts';
import { commentText, singleQuoted, variableOf, wordOf } from './shell-text.ts';
import { toldWords } from './told.ts';

export interface StepSource {
  readonly file: string;
  readonly library: Library;
  readonly known: Known;
}

/** A step that is carried out now. */
export function stepLines(step: CheckedStep, source: StepSource): readonly string[] {
  const numbers = [
    step.as === undefined ? '0' : '1',
    String(step.tries),
    seconds(step.everyMs),
    seconds(step.withinMs),
  ];
  const rest = restOf(step);
  return [
    ...headLines(step, source),
    ...wayLines(step, source),
    ...rest.before,
    `${['run_step', step.primitive, ...numbers, ...valueWords(step), ...rest.words].join(' ')} ||`,
    `  ${['run_failed', ...toldWords(step)].join(' ')} || return 1`,
    ...takeLines(step),
    ...(isKeep(step) ? [`run_keep ${keepName(step.id)}`] : []),
  ];
}

/** A step that is laid down, to be carried out from a record: `PREFIX PRIMITIVE name value…`. */
export function callLines(prefix: string, step: CheckedStep): readonly string[] {
  const rest = restOf(step);
  return [...rest.before, [prefix, step.primitive, ...valueWords(step), ...rest.words].join(' ')];
}

function headLines(step: CheckedStep, { file, library, known }: StepSource): readonly string[] {
  const line = String(step.place.line);
  const words = commentText(sayStep(step, library.primitives.get(step.primitive)));
  const undone =
    step.wayBack.by === 'nothing'
      ? []
      : [`#   undone: ${commentText(sayWayBack(step.wayBack, step, known))}`];
  return [`# ${file}:${line}  ${words}`, ...undone, `run_line ${line} ${singleQuoted(words)}`];
}

function wayLines(step: CheckedStep, source: StepSource): readonly string[] {
  const { wayBack } = step;
  switch (wayBack.by) {
    case 'nothing':
    case 'never':
      return [];
    case 'itself':
      return [step.family === 'backup' ? 'kit_way kept' : 'kit_way self'];
    case 'keep':
      return wayBack.from.map(
        ({ path, keep }) => `run_restore ${keepName(keep)} ${renderedWord(path, 'path')}`,
      );
    case 'steps':
      return itemLines(wayBack.items, {
        file: source.file,
        depth: 100,
        step: (inner) => callLines('kit_way call', inner),
      });
  }
}

function valueWords(step: CheckedStep): readonly string[] {
  return step.arguments.flatMap((argument) => {
    const name = argument.param.replaceAll('-', '_');
    const word = renderedWord(argument.value, argument.type);
    return [isSecret(argument) ? `secret:${name}` : name, word];
  });
}

/** What is left out where a secret could stand is no secret: a record may have it. */
function isSecret({ type, value }: BoundArgument): boolean {
  return type === 'secret' && value.kind !== 'constant';
}

interface Rest {
  readonly before: readonly string[];
  readonly words: readonly string[];
}

/** Each is one argument, a list one for each of its items: those that only the run knows are put together before. */
function restOf(step: CheckedStep): Rest {
  if (step.rest.length === 0) return { before: [], words: [] };
  const parts = step.rest.map(restWords);
  if (parts.every((part) => part !== undefined))
    return { before: [], words: ['--', ...parts.flat()] };
  const before = step.rest.map((item, at) => {
    const words = parts[at];
    return words === undefined ? addList(item) : ['set -- "$@"', ...words].join(' ');
  });
  return { before: ['set --', ...before], words: ['--', '"$@"'] };
}

function restWords(item: Expression): readonly string[] | undefined {
  return typeof item.type === 'object' ? renderedItems(item) : [renderedWord(item, item.type)];
}

function addList(list: Expression): string {
  if (list.kind !== 'read') throw new Error('defect: a list that is neither written nor named');
  const add = isDuration(list.type)
    ? 'run_seconds "$run_item"; set -- "$@" "$run_rendered"'
    : 'set -- "$@" "$run_item"';
  const over = `run_over rest ${itemType(list.type)} "$v_${variableOf(list.name)}"`;
  return `${over}; while run_next rest; do ${add}; done`;
}

function takeLines({ as }: CheckedStep): readonly string[] {
  return as === undefined
    ? []
    : [`run_take ${wordOf(typeText(as.type))} ${variableOf(as.name)} || return 1`];
}

function isKeep(step: CheckedStep): boolean {
  return step.family === 'backup' || step.primitive === 'keep';
}

function keepName(id: string): string {
  return id.replace(/[^A-Za-z0-9]/g, '_');
}

function seconds(ms: number): string {
  return String(Math.ceil(ms / 1_000));
}
