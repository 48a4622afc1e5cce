/**
 * What a name is: as its giver says, or, for a `let` with a text literal, what all its uses want.
 *
 * Rule 1: a use comes after its `let`, so asking a name's uses never comes back to the name.
 */
import type { ScalarType, Type } from '../checked.ts';
import { find, type Findings } from '../findings.ts';
import type { Binding, NameSymbol } from '../names/symbols.ts';
import type { Primary, TextNode } from '../tree.ts';
import { shapeProblem } from '../values/shapes.ts';
import { textual } from './fit.ts';
import { sayType } from './type-names.ts';

export interface Typing {
  readonly binding: Binding;
  readonly types: Map<NameSymbol, Type | undefined>;
  readonly findings: Findings;
}

/** Nothing where it can't be told because something else is wrong. */
export function typeOf(symbol: NameSymbol, typing: Typing): Type | undefined {
  if (typing.types.has(symbol)) return typing.types.get(symbol);
  const type = infer(symbol, typing);
  typing.types.set(symbol, type);
  return type;
}

/** Types that all uses of a name take; nothing: any. */
export function allowed(symbol: NameSymbol): readonly Type[] | undefined {
  return symbol.uses.reduce<readonly Type[] | undefined>(
    (left, use) => common(left, use.wants()),
    undefined,
  );
}

function common(
  left: readonly Type[] | undefined,
  right: readonly Type[] | undefined,
): readonly Type[] | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  const names = new Set(right.map(sayType));
  return left.filter((type) => names.has(sayType(type)));
}

function infer(symbol: NameSymbol, typing: Typing): Type | undefined {
  const { from } = symbol;
  switch (from.kind) {
    case 'known':
      return from.type;
    case 'unclear':
      return undefined;
    case 'let': {
      const { value, choice } = from.node;
      const said = typeOfValue(value, typing) ?? (choice && typeOfValue(choice.otherwise, typing));
      return said ?? (isOpen(value) ? wantedType(symbol, value, typing) : undefined);
    }
    case 'loop': {
      const list = typeOfValue(from.node.list, typing);
      if (list !== undefined) return typeof list === 'object' ? list.listOf : undefined;
      return isOpen(from.node.list)
        ? itemType(wantedType(symbol, from.node.list, typing))
        : undefined;
    }
  }
}

function itemType(type: Type | undefined): Type | undefined {
  return typeof type === 'object' ? type.listOf : type;
}

/** A text literal, or a list of nothing else: what it is, its place says. */
function isOpen(value: Primary): boolean {
  return (
    value.kind === 'text' ||
    (value.kind === 'list' && value.items.every((item) => item.kind === 'text'))
  );
}

/** A value's own type; nothing for what is open, or what can't be told. */
export function typeOfValue(value: Primary, typing: Typing): Type | undefined {
  switch (value.kind) {
    case 'integer':
    case 'size':
    case 'duration':
    case 'boolean':
      return value.kind;
    case 'reference': {
      const symbol = typing.binding.symbolOf.get(value);
      return symbol === undefined ? undefined : typeOf(symbol, typing);
    }
    case 'list':
      return listType(value.items.map((item) => typeOfValue(item, typing)));
    case 'text':
    case 'percent':
      return undefined;
  }
}

function listType(items: readonly (Type | undefined)[]): Type | undefined {
  const first = items.find((type) => type !== undefined);
  return typeof first === 'string' ? { listOf: first } : undefined;
}

/** As `typeOfValue`, but only what is said without asking any name's uses. */
export function saidType(value: Primary, binding: Binding): Type | undefined {
  switch (value.kind) {
    case 'reference': {
      const from = binding.symbolOf.get(value)?.from;
      if (from?.kind === 'known') return from.type;
      return from?.kind === 'let' ? saidType(from.node.value, binding) : undefined;
    }
    case 'list':
      return listType(value.items.map((item) => saidType(item, binding)));
    case 'text':
    case 'percent':
      return undefined;
    default:
      return value.kind;
  }
}

/** Of the types that all uses take, the first that the literal looks like. */
function wantedType(symbol: NameSymbol, value: Primary, typing: Typing): Type | undefined {
  const types = allowed(symbol);
  if (types === undefined) return value.kind === 'list' ? { listOf: 'text' } : 'text';
  if (types.length === 0) return disagreement(symbol, typing.findings);
  const literal = value.kind === 'list' ? value.items[0] : value;
  const fitting = textual.filter((scalar) => types.some((type) => itemType(type) === scalar));
  const best = fitting.find(
    (scalar) => literal?.kind === 'text' && looksLike(literal, scalar, typing),
  );
  const choice = best ?? fitting[0];
  return types.find((type) => itemType(type) === choice) ?? types[0];
}

function disagreement(symbol: NameSymbol, findings: Findings): Type | undefined {
  const wanted = symbol.uses
    .map((use) => ({ span: use.span, types: use.wants() }))
    .filter((use) => use.types !== undefined);
  find(
    findings,
    'E0410',
    symbol.span ?? { start: 0, end: 0 },
    `\`${symbol.name}\` can’t be all that its uses want`,
    {
      others: wanted.slice(0, 4).map(({ span, types }) => ({ span, text: sayTypes(types ?? []) })),
      why: 'a `let` has one type: the one that all its uses want',
      hint: 'give one `let` for each',
    },
  );
  return undefined;
}

function sayTypes(types: readonly Type[]): string {
  return types.length === 0 ? 'nothing fits here' : `${types.map(sayType).join(' or ')} here`;
}

/** Holes are tried with something of their own type in them. */
function looksLike(text: TextNode, type: ScalarType, typing: Typing): boolean {
  return shapeProblem(sampleOf(text, type, typing), type) === undefined;
}

/** The text with its holes filled by the worst that their types allow. */
export function sampleOf(text: TextNode, want: ScalarType, typing: Typing): string {
  return text.parts
    .map((part) => (typeof part === 'string' ? part : sampleHole(typeOfValue(part, typing), want)))
    .join('');
}

function sampleHole(type: Type | undefined, want: ScalarType): string {
  if (type === 'path') return '/x';
  if (type === 'url') return 'http://x';
  if (type !== 'integer') return '1';
  // A number below zero begins with what would be an option.
  return want === 'name' || want === 'host' ? '-1' : '1';
}
