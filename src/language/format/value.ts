/** Values, types and conditions. `indent` is what stands before each line of a long text. */
import type { Condition, Primary, TypeNode } from '../tree.ts';
import { printLongText, printReference, printShortText } from './text.ts';

export function printPrimary(value: Primary, indent: string): string {
  switch (value.kind) {
    case 'text':
      return value.long ? `"""\n${printLongText(value, indent)}` : printShortText(value);
    case 'integer':
    case 'boolean':
      return String(value.value);
    case 'reference':
      return printReference(value);
    case 'list':
      return `[${value.items.map((item) => printPrimary(item, indent)).join(', ')}]`;
    default:
      return value.text;
  }
}

export function printType({ name, of }: TypeNode): string {
  return of === undefined ? name.text : `${name.text} of ${of.text}`;
}

export function printCondition(condition: Condition, indent: string): string {
  switch (condition.kind) {
    case 'logic':
      return condition.tests.map((test) => printTest(test, indent)).join(` ${condition.op} `);
    case 'not':
      return `not ${printNegated(condition.test, indent)}`;
    case 'compare': {
      const { left, op, right } = condition;
      return `${printPrimary(left, indent)} ${op} ${printPrimary(right, indent)}`;
    }
    default:
      return printPrimary(condition.value, indent);
  }
}

function printTest(test: Condition, indent: string): string {
  const text = printCondition(test, indent);
  return test.kind === 'logic' ? `(${text})` : text;
}

function printNegated(test: Condition, indent: string): string {
  const text = printCondition(test, indent);
  return test.kind === 'logic' || test.kind === 'not' ? `(${text})` : text;
}
