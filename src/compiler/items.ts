/**
 * A phase's items as lines of shell. What becomes of a step is told by who asks: it is carried out, laid down as a
 * record's call, or only looked at for what it touches.
 *
 * Rule 1: nothing is decided here that only the run can know; a branch becomes an `if`, a loop a loop.
 */
import type {
  CheckedFor,
  CheckedItem,
  CheckedLet,
  CheckedRequire,
  CheckedStep,
  CheckedWhen,
  Expression,
} from '../language/checked.ts';
import { sayCondition } from '../language/explain/words.ts';
import { conditionText } from './conditions.ts';
import {
  dataWord,
  isDuration,
  isOneWord,
  itemType,
  itemWords,
  renderedWord,
  typeText,
} from './expressions.ts';
import { commentText, variableOf, wordOf } from './shell-text.ts';

export type StepWriter = (step: CheckedStep) => readonly string[];

export interface ItemWriter {
  /** The script's file, for comments. */
  readonly file: string;
  readonly step: StepWriter;
  /** How many loops lie around. */
  readonly depth: number;
}

export function itemLines(items: readonly CheckedItem[], writer: ItemWriter): readonly string[] {
  return items.flatMap((item) => {
    switch (item.kind) {
      case 'step':
        return writer.step(item);
      case 'when':
        return whenLines(item, writer);
      case 'for':
        return forLines(item, writer);
      case 'require':
        return requireLines(item, writer);
      case 'let':
        return letLines(item);
    }
  });
}

export function indented(lines: readonly string[]): readonly string[] {
  return (lines.length === 0 ? [':'] : lines).map((line) => (line === '' ? '' : `  ${line}`));
}

function whenLines(item: CheckedWhen, writer: ItemWriter): readonly string[] {
  const then = itemLines(item.then, writer);
  const otherwise = itemLines(item.otherwise, writer);
  return [
    `# ${writer.file}:${String(item.place.line)}  when ${commentText(sayCondition(item.condition))}`,
    `if ${conditionText(item.condition)}; then`,
    ...indented(then),
    ...(otherwise.length === 0 ? [] : ['else', ...indented(otherwise)]),
    'fi',
  ];
}

function forLines(item: CheckedFor, writer: ItemWriter): readonly string[] {
  const body = itemLines(item.body, { ...writer, depth: writer.depth + 1 });
  return [
    `# ${writer.file}:${String(item.place.line)}  for ${item.name}`,
    ...loopLines(item, writer.depth + 1, body),
  ];
}

/** A list that stands in the text is looped over as it is; one that only the run knows, item by item. */
export function loopLines(
  { name, list }: Pick<CheckedFor, 'name' | 'list'>,
  depth: number,
  body: readonly string[],
): readonly string[] {
  const items = itemWords(list);
  const of = itemType(list.type);
  const variable = variableOf(name);
  if (items === undefined)
    return [
      `run_over ${String(depth)} ${of} ${dataWord(list)}`,
      `while run_next ${String(depth)}; do`,
      ...indented([`run_set ${of} ${variable} "$run_item"`, ...body]),
      'done',
    ];
  const plain = of !== 'duration';
  const begin = plain ? [] : [`run_set duration ${variable} "$run_item"`];
  return [
    [`for ${plain ? `v_${variable}` : 'run_item'} in`, ...items].join(' ') + '; do',
    ...indented([...begin, ...body]),
    'done',
  ];
}

function requireLines(item: CheckedRequire, { file }: ItemWriter): readonly string[] {
  const line = String(item.place.line);
  return [
    `# ${file}:${line}  require ${commentText(sayCondition(item.condition))}`,
    `if ! { ${conditionText(item.condition)}; }; then`,
    `  run_require ${line} ${renderedWord(item.otherwise, 'text')}`,
    '  return 1',
    'fi',
  ];
}

export function letLines({ name, type, value, choice }: CheckedLet): readonly string[] {
  const taken = setLines(name, type, value);
  if (choice === undefined) return taken;
  return [
    `if ${conditionText(choice.condition)}; then`,
    ...indented(taken),
    'else',
    ...indented(setLines(name, type, choice.otherwise)),
    'fi',
  ];
}

/** `v_NAME=VALUE`; durations have a second face, lists of texts are made item by item. */
function setLines(name: string, type: Expression['type'], value: Expression): readonly string[] {
  const variable = variableOf(name);
  if (isDuration(type)) return [`run_set ${wordOf(typeText(type))} ${variable} ${dataWord(value)}`];
  if (isOneWord(value)) return [`v_${variable}=${dataWord(value)}`];
  const items = itemWords(value) ?? [];
  return ["run_list=''", ...items.map((item) => `run_add text ${item}`), `v_${variable}=$run_list`];
}
