/** Which names an item must know before it can be carried out. */
import type {
  CheckedCondition,
  CheckedItem,
  CheckedStep,
  Expression,
} from '../language/checked.ts';

export function namesInExpression(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'constant':
      return [];
    case 'read':
      return [expression.name];
    case 'template':
      return expression.parts.flatMap((part) =>
        typeof part === 'string' ? [] : namesInExpression(part),
      );
    case 'list':
      return expression.items.flatMap(namesInExpression);
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
      return [...namesInExpression(condition.left), ...namesInExpression(condition.right)];
    case 'holds':
      return namesInExpression(condition.value);
  }
}

/** For a `when` or a `for` only what decides the way into it; its inside is asked when it is reached. */
export function namesNeeded(item: CheckedItem): readonly string[] {
  switch (item.kind) {
    case 'step':
      return namesInStep(item);
    case 'when':
      return namesInCondition(item.condition);
    case 'for':
      return namesInExpression(item.list);
    case 'require':
      return [...namesInCondition(item.condition), ...namesInExpression(item.otherwise)];
    case 'let':
      return [
        ...namesInExpression(item.value),
        ...(item.choice === undefined
          ? []
          : [
              ...namesInCondition(item.choice.condition),
              ...namesInExpression(item.choice.otherwise),
            ]),
      ];
  }
}

function namesInStep(step: CheckedStep): readonly string[] {
  return [
    ...step.arguments.flatMap((argument) => namesInExpression(argument.value)),
    ...step.rest.flatMap(namesInExpression),
    ...namesInWayBack(step),
  ];
}

function namesInWayBack({ wayBack }: CheckedStep): readonly string[] {
  if (wayBack.by === 'keep') return wayBack.from.flatMap((entry) => namesInExpression(entry.path));
  // Names given inside an undo block are known by then; they can't be pending outside of it.
  if (wayBack.by === 'steps') return wayBack.items.flatMap(namesNeeded);
  return [];
}
