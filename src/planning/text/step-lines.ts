/** A phase's items as lines, written as in the script. */
import type { CheckedItem, CheckedStep } from '../../language/checked.ts';
import { sayLong } from '../../language/explain/times.ts';
import { sayCondition, sayExpression, sayStep } from '../../language/explain/words.ts';
import type { ResolvedPlan } from '../resolved.ts';

type Primitives = ResolvedPlan['primitives'];

const WIDTH = 68;

export function itemLines(
  items: readonly CheckedItem[],
  primitives: Primitives,
): readonly string[] {
  return items.flatMap((item) => linesOf(item, primitives));
}

function linesOf(item: CheckedItem, primitives: Primitives): readonly string[] {
  switch (item.kind) {
    case 'step':
      return [stepLine(item, primitives)];
    case 'when':
      return [
        `when ${sayCondition(item.condition)}`,
        ...indented(itemLines(item.then, primitives)),
        ...(item.otherwise.length === 0
          ? []
          : ['else', ...indented(itemLines(item.otherwise, primitives))]),
      ];
    case 'for':
      return [
        `for ${item.name} in ${sayExpression(item.list)}`,
        ...indented(itemLines(item.body, primitives)),
      ];
    case 'require':
      return [`require ${sayCondition(item.condition)}`];
    case 'let':
      return [];
  }
}

export function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

export function stepLine(step: CheckedStep, primitives: Primitives, before = ''): string {
  const tries = step.tries > 1 ? `, ${String(step.tries)} tries` : '';
  const limit = `within ${sayLong(step.withinMs)}${tries}`;
  const words = before + sayStep(step, primitives[step.primitive]);
  return `${words.padEnd(WIDTH)}  ${limit}, line ${String(step.place.line)}`;
}
