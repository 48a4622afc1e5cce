/** A phase's items in their order; what stands in a branch or a loop is indented under it. */
import type { CheckedItem } from '../checked.ts';
import { explainStep, type Explaining } from './step.ts';
import { sayCondition, sayExpression } from './words.ts';

export function explainItems(
  items: readonly CheckedItem[],
  explaining: Explaining,
): readonly string[] {
  return items.flatMap((item) => explainItem(item, explaining));
}

function explainItem(item: CheckedItem, explaining: Explaining): readonly string[] {
  switch (item.kind) {
    case 'step':
      return [...explainStep(item, explaining), ''];
    case 'require':
      return [
        `unless ${sayCondition(item.condition)}: fails with ${sayExpression(item.otherwise)}`,
        '',
      ];
    case 'let':
      return [`${item.name} is ${sayLet(item)}`, ''];
    case 'for':
      return [
        `for each ${item.name} in ${sayExpression(item.list)}:`,
        ...indent(explainItems(item.body, explaining)),
      ];
    case 'when':
      return [
        `only when ${sayCondition(item.condition)}:`,
        ...indent(explainItems(item.then, explaining)),
        ...(item.otherwise.length === 0
          ? []
          : ['otherwise:', ...indent(explainItems(item.otherwise, explaining))]),
      ];
  }
}

export function sayLet({ value, choice }: Extract<CheckedItem, { kind: 'let' }>): string {
  if (choice === undefined) return sayExpression(value);
  return `${sayExpression(value)} when ${sayCondition(choice.condition)}, else ${sayExpression(choice.otherwise)}`;
}

export function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line.replaceAll('\n', '\n  ')}`));
}
