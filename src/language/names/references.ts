/** The names that values and conditions read. */
import type { Condition, LetNode, Primary, ReferenceNode } from '../tree.ts';

export function referenceName({ name, field }: ReferenceNode): string {
  return field === undefined ? name.text : `${name.text}.${field.text}`;
}

export function referencesInValue(value: Primary): readonly ReferenceNode[] {
  switch (value.kind) {
    case 'reference':
      return [value];
    case 'text':
      return value.parts.filter((part) => typeof part !== 'string');
    case 'list':
      return value.items.flatMap(referencesInValue);
    default:
      return [];
  }
}

function referencesInCondition(condition: Condition): readonly ReferenceNode[] {
  switch (condition.kind) {
    case 'logic':
      return condition.tests.flatMap(referencesInCondition);
    case 'not':
      return referencesInCondition(condition.test);
    case 'compare':
      return [...referencesInValue(condition.left), ...referencesInValue(condition.right)];
    case 'holds':
      return referencesInValue(condition.value);
  }
}

export function referencesInLet({ value, choice }: LetNode): readonly ReferenceNode[] {
  if (choice === undefined) return referencesInValue(value);
  return [
    ...referencesInValue(value),
    ...referencesInCondition(choice.condition),
    ...referencesInValue(choice.otherwise),
  ];
}
