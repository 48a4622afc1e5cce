/** The steps of a phase in the order of its text, whatever stands around them. */
import type { CheckedItem, CheckedStep } from '../language/checked.ts';

/** Both branches of a choice, and a loop's body once. */
export function stepsIn(items: readonly CheckedItem[]): readonly CheckedStep[] {
  return items.flatMap((item) => {
    switch (item.kind) {
      case 'step':
        return [item];
      case 'when':
        return [...stepsIn(item.then), ...stepsIn(item.otherwise)];
      case 'for':
        return stepsIn(item.body);
      case 'require':
      case 'let':
        return [];
    }
  });
}
