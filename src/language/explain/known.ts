/** Puts a `let`'s value in the place of its name, so that a path reads in full. */
import type { CheckedItem, CheckedLet, CheckedScript, Expression } from '../checked.ts';
import { render } from '../values/render.ts';

export type Known = ReadonlyMap<string, Expression>;

/** A `let` that is chosen at run time keeps its name. */
export function knownIn(script: CheckedScript): Known {
  const inside = Object.values(script.phases).flatMap((items) => letsIn(items));
  const known = new Map<string, Expression>();
  for (const { name, value, choice } of [...script.lets, ...inside])
    if (choice !== undefined || known.has(name)) known.delete(name);
    else known.set(name, value);
  return known;
}

function letsIn(items: readonly CheckedItem[]): readonly CheckedLet[] {
  return items.flatMap((item) => {
    if (item.kind === 'let') return [item];
    if (item.kind === 'when') return [...letsIn(item.then), ...letsIn(item.otherwise)];
    return item.kind === 'for' ? letsIn(item.body) : [];
  });
}

export function expand(expression: Expression, known: Known): Expression {
  switch (expression.kind) {
    case 'constant':
      return expression;
    case 'read': {
      const value = known.get(expression.name);
      return value === undefined ? expression : expand(value, known);
    }
    case 'template':
      return { ...expression, parts: expression.parts.flatMap((part) => expandPart(part, known)) };
    case 'list':
      return { ...expression, items: expression.items.map((item) => expand(item, known)) };
  }
}

/** A text inside a text is one text, and a value that is known is its text as the device gets it. */
function expandPart(part: string | Expression, known: Known): readonly (string | Expression)[] {
  if (typeof part === 'string') return [part];
  const whole = expand(part, known);
  if (whole.kind === 'template') return whole.parts;
  return whole.kind === 'constant' ? render(whole.value, whole.type) : [whole];
}
