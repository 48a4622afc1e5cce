/**
 * Shapes: what a value read from disk must look like before anybody believes its type. Pure.
 *
 * A shape says nothing (it fits) or where and how it doesn't. Unknown fields are let through.
 */
export type Shape = (value: unknown, at: string) => string | undefined;

const wanted = (at: string, what: string): string => `${at} is not ${what}`;

export const text: Shape = (value, at) =>
  typeof value === 'string' ? undefined : wanted(at, 'a text');

export const flag: Shape = (value, at) =>
  typeof value === 'boolean' ? undefined : wanted(at, 'true or false');

export const number: Shape = (value, at) =>
  typeof value === 'number' && Number.isFinite(value) ? undefined : wanted(at, 'a number');

export function word(...words: readonly string[]): Shape {
  const known = new Set(words);
  return (value, at) =>
    typeof value === 'string' && known.has(value)
      ? undefined
      : wanted(at, `one of ${words.join(' ')}`);
}

export function list(of: Shape): Shape {
  return (value, at) => {
    if (!Array.isArray(value)) return wanted(at, 'a list');
    return first(value.map((item: unknown, index) => of(item, `${at}[${String(index)}]`)));
  };
}

/** Missing, or of that shape. */
export function maybe(shape: Shape): Shape {
  return (value, at) => (value === undefined ? undefined : shape(value, at));
}

export type Fields = Readonly<Record<string, Shape>>;

export function object(fields: Fields): Shape {
  return (value, at) => {
    if (!isObject(value)) return wanted(at, 'an object');
    const own = (name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);
    return first(Object.entries(fields).map(([name, shape]) => shape(own(name), `${at}.${name}`)));
  };
}

/** Objects told apart by the word in one field. */
export function tagged(tag: string, kinds: Readonly<Record<string, Fields>>): Shape {
  const shapes = new Map(Object.entries(kinds).map(([kind, fields]) => [kind, object(fields)]));
  return (value, at) => {
    const kind = isObject(value) && Object.hasOwn(value, tag) ? value[tag] : undefined;
    const shape = typeof kind === 'string' ? shapes.get(kind) : undefined;
    return shape
      ? shape(value, at)
      : wanted(`${at}.${tag}`, `one of ${[...shapes.keys()].join(' ')}`);
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function first(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}
