/** Which names must have a value before something can be said. */
import type { CheckedCondition, CheckedItem, Expression } from '../language/checked.ts';

export function namesIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'constant':
      return [];
    case 'read':
      return [expression.name];
    case 'template':
      return expression.parts.flatMap((part) => (typeof part === 'string' ? [] : namesIn(part)));
    case 'list':
      return expression.items.flatMap(namesIn);
  }
}

export function namesInCondition(condition: CheckedCondition): readonly string[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.tests.flatMap(namesInCondition);
    case 'not':
      return namesInCondition(condition.test);
    case 'compare':
      return [...namesIn(condition.left), ...namesIn(condition.right)];
    case 'holds':
      return namesIn(condition.value);
  }
}

export function namesInLet({
  value,
  choice,
}: Extract<CheckedItem, { kind: 'let' }>): readonly string[] {
  if (choice === undefined) return namesIn(value);
  return [...namesIn(value), ...namesInCondition(choice.condition), ...namesIn(choice.otherwise)];
}
