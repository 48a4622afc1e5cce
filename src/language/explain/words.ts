/** Checked expressions and conditions as the script would write them. */
import type {
  BoundArgument,
  CheckedCondition,
  CheckedStep,
  Datum,
  Expression,
  Primitive,
  Type,
} from '../checked.ts';
import { compareData } from '../evaluate.ts';
import { writeHidden } from '../hidden.ts';
import { sayDuration, saySize } from '../values/quantity.ts';

export function sayExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'constant':
      return sayDatum(expression.value, expression.type);
    case 'read':
      return expression.name;
    case 'template':
      return `"${expression.parts.map((part) => (typeof part === 'string' ? escape(part) : `{${sayExpression(part)}}`)).join('')}"`;
    case 'list':
      return `[${expression.items.map(sayExpression).join(', ')}]`;
  }
}

export function sayDatum(value: Datum, type: Type): string {
  if (typeof value === 'object')
    return `[${value.map((item) => sayDatum(item, typeof type === 'object' ? type.listOf : type)).join(', ')}]`;
  if (typeof value === 'number')
    return type === 'size'
      ? saySize(value)
      : type === 'duration'
        ? sayDuration(value)
        : String(value);
  return typeof value === 'boolean' ? String(value) : `"${escape(value)}"`;
}

const escapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
  '{': '{{',
  '}': '}}',
};

function escape(text: string): string {
  return writeHidden(
    text.replace(/[\n\t\r"\\{}]/g, (character) => escapes[character] ?? character),
  );
}

export function sayCondition(condition: CheckedCondition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.tests.map(sayInner).join(` ${condition.kind} `);
    case 'not':
      return `not ${sayInner(condition.test)}`;
    case 'compare':
      return `${sayExpression(condition.left)} ${condition.op} ${sayExpression(condition.right)}`;
    case 'holds':
      return sayExpression(condition.value);
  }
}

function sayInner(condition: CheckedCondition): string {
  const said = sayCondition(condition);
  return condition.kind === 'and' || condition.kind === 'or' ? `(${said})` : said;
}

/** `disk-free root at-least: 2GiB`: the step as it is written, defaults left out. */
export function sayStep(step: CheckedStep, primitive: Primitive | undefined): string {
  const shown = step.arguments.filter(
    (argument, at) => at === 0 || !isDefault(argument, primitive),
  );
  const values = shown.map((argument) => {
    const isFirst = argument.param === step.arguments[0]?.param;
    return isFirst
      ? sayExpression(argument.value)
      : `${argument.param}: ${sayExpression(argument.value)}`;
  });
  const [first, ...labelled] = values;
  const words = [
    step.primitive,
    ...(first === undefined ? [] : [first]),
    ...step.rest.map(sayExpression),
    ...labelled,
  ];
  if (step.as !== undefined && !step.as.name.includes('.')) words.push('as', step.as.name);
  return words.join(' ');
}

function isDefault(
  { param, type, value }: BoundArgument,
  primitive: Primitive | undefined,
): boolean {
  const fallback = primitive?.params.find(({ name }) => name === param)?.value;
  if (value.kind !== 'constant' || fallback === undefined) return false;
  return compareData(value.value, fallback, type) === 0;
}
