/** Conditions as commands of shell that succeed where they hold. */
import type { CheckedCondition, Expression } from '../language/checked.ts';
import { dataWord, isOneWord, itemType, itemWords, typeText } from './expressions.ts';
import { wordOf } from './shell-text.ts';

type Comparison = Extract<CheckedCondition, { kind: 'compare' }>;

export function conditionText(condition: CheckedCondition): string {
  switch (condition.kind) {
    case 'and':
      return condition.tests.map(grouped).join(' && ');
    case 'or':
      return condition.tests.map(grouped).join(' || ');
    case 'not':
      return `! ${grouped(condition.test)}`;
    case 'holds':
      return `run_holds boolean ${dataWord(condition.value)} == true`;
    case 'compare':
      return comparison(condition);
  }
}

function grouped(condition: CheckedCondition): string {
  const text = conditionText(condition);
  const simple = condition.kind === 'compare' || condition.kind === 'holds';
  return simple ? text : `{ ${text}; }`;
}

function comparison({ op, left, right }: Comparison): string {
  const type = wordOf(typeText(left.type));
  if (op !== 'in') {
    const made = [...madeFirst('a', left), ...madeFirst('b', right)];
    const sides = [sideWord('a', left), wordOf(op), sideWord('b', right)];
    const test = ['run_holds', type, ...sides].join(' ');
    return made.length === 0 ? test : `{ ${[...made, test].join('; ')}; }`;
  }
  const items = itemWords(right);
  if (items !== undefined) return [`run_holds ${type} ${dataWord(left)} in`, ...items].join(' ');
  return `run_is_in ${type} ${dataWord(left)} ${itemType(right.type)} ${dataWord(right)}`;
}

/** A list of texts with names in it is put together before it is compared. */
function madeFirst(side: 'a' | 'b', list: Expression): readonly string[] {
  if (isOneWord(list)) return [];
  return [['run_make', side, ...(itemWords(list) ?? [])].join(' ')];
}

function sideWord(side: 'a' | 'b', value: Expression): string {
  return isOneWord(value) ? dataWord(value) : `"$run_made_${side}"`;
}
