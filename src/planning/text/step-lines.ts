/** A phase's items as lines, as they will run on one device; and the way back, in the order in which it is walked. */
import type { CheckedCondition, CheckedItem, CheckedStep } from '../../language/checked.ts';
import { inWords } from '../duration.ts';
import { textOf, worded } from './known.ts';
import type { Known } from './known.ts';

const WIDTH = 64;

export function itemLines(items: readonly CheckedItem[], known: Known): readonly string[] {
  return items.flatMap((item) => linesOf(item, known));
}

function linesOf(item: CheckedItem, known: Known): readonly string[] {
  switch (item.kind) {
    case 'step':
      return [stepLine(item, known)];
    case 'when':
      return [
        `when ${conditionText(item.condition, known)}`,
        ...indented(itemLines(item.then, known)),
        ...(item.otherwise.length === 0
          ? []
          : ['else', ...indented(itemLines(item.otherwise, known))]),
      ];
    case 'for':
      return [
        `for ${item.name} in ${textOf(item.list, known)}`,
        ...indented(itemLines(item.body, known)),
      ];
    case 'require':
      return [`require ${conditionText(item.condition, known)}`];
    case 'let':
      return [];
  }
}

export function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

export function stepLine(step: CheckedStep, known: Known): string {
  const tries = step.tries > 1 ? `, ${String(step.tries)} tries` : '';
  const limit = `within ${inWords(step.withinMs)}${tries}`;
  return `${wordsOf(step, known).padEnd(WIDTH)}  ${limit}, line ${String(step.place.line)}`;
}

/** The word and its values; the first param stands without its name, as in the script. */
export function wordsOf(step: CheckedStep, known: Known): string {
  const values = step.arguments.map(({ param, value, type }, at) => {
    const text = type === 'secret' ? `(${textOf(value, known)})` : worded(textOf(value, known));
    return at === 0 ? text : `${param}: ${text}`;
  });
  const rest = step.rest.map((item) => worded(textOf(item, known)));
  const as = step.as === undefined ? [] : [`as ${step.as.name}`];
  return [step.primitive, ...values, ...rest, ...as].join(' ');
}

function conditionText(condition: CheckedCondition, known: Known): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.tests.map((test) => inBrackets(test, known)).join(` ${condition.kind} `);
    case 'not':
      return `not ${inBrackets(condition.test, known)}`;
    case 'holds':
      return textOf(condition.value, known);
    case 'compare':
      return `${worded(textOf(condition.left, known))} ${condition.op} ${worded(textOf(condition.right, known))}`;
  }
}

function inBrackets(condition: CheckedCondition, known: Known): string {
  const text = conditionText(condition, known);
  return condition.kind === 'and' || condition.kind === 'or' ? `(${text})` : text;
}
