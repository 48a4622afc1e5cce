/**
 * Ties each name to what it stands for, each word to its primitive, each value to its place.
 *
 * Rule 1: in the order of the text, so that a name is set before it is read.
 * Rule 2: every use of a name is remembered with the types that its place takes; `types/infer.ts`
 *         finds from them what a `let` is.
 */
import type { Library, Type } from '../checked.ts';
import { find, type Findings } from '../findings.ts';
import { allowed, typeOf, type Typing } from '../types/infer.ts';
import { nearestHint } from '../nearest.ts';
import type { HeadItem, Outline } from '../phases/outline.ts';
import { readType } from '../types/type-names.ts';
import { limits } from '../values/limits.ts';
import type { ForNode, Item, LetNode, Name, Primary, ReadingNode, StatementNode } from '../tree.ts';
import type { Walk } from './walk.ts';
import { bindCondition, bindValue } from './bind-values.ts';
import { builtinSymbols } from './builtins.ts';
import { everyName } from './every-name.ts';
import { matchCall, type Call } from './match-call.ts';
import { referenceName, referencesInLet } from './references.ts';
import { give, lookUp, type NameScope } from './scope.ts';
import {
  emptyBinding,
  type Binding,
  type NameSymbol,
  type SymbolOrigin,
  type Wants,
} from './symbols.ts';

export interface Bound {
  readonly binding: Binding;
  readonly typing: Typing;
  /** Params, artifacts and lets of the head, to see which are unused. */
  readonly head: readonly NameSymbol[];
}

export function bindScript(outline: Outline, library: Library, findings: Findings): Bound {
  const binding = emptyBinding();
  const typing: Typing = { binding, types: new Map(), findings };
  const scope: NameScope = { names: new Map(builtinSymbols()) };
  const walk: Walk = {
    library,
    findings,
    binding,
    typing,
    everywhere: everyName(outline),
    scope,
    reader: 'head',
    depth: 0,
  };
  for (const item of outline.head) bindHead(walk, item);
  const head = [...scope.names.values()].filter((symbol) => symbol.span !== undefined);
  for (const { name, node } of outline.phases)
    bindItems({ ...walk, reader: name }, node.body.items);
  return { binding, typing, head };
}

function bindHead(walk: Walk, item: HeadItem): void {
  switch (item.kind) {
    case 'artifact':
      giveKnown(walk, item.name, 'artifact');
      // The artifact's size is a name of its own, read with it.
      walk.scope.names.set(`${item.name.text}.size`, known(`${item.name.text}.size`, 'size'));
      return;
    case 'param': {
      const type = readType(item.type, walk.findings);
      if (type !== undefined) giveKnown(walk, item.name, type);
      else hide(walk, item.name);
      return;
    }
    case 'let':
      return bindLet(walk, item);
    case 'reading':
      return bindReading(walk, item);
  }
}

function bindReading(walk: Walk, { of, statement }: ReadingNode): void {
  const scope: NameScope = { names: new Map(), outer: walk.scope };
  bindStatement({ ...walk, scope, reader: of === 'installed' ? 'installed' : 'head' }, statement);
}

function bindItems(walk: Walk, items: readonly Item[]): void {
  for (const item of items) bindItem(walk, item);
}

function bindItem(walk: Walk, item: Item): void {
  switch (item.kind) {
    case 'statement':
      return bindStatement(walk, item);
    case 'let':
      return bindLet(walk, item);
    case 'when':
      bindCondition(walk, item.condition);
      bindInside(walk, item.body.items, item.span);
      if (item.otherwise !== undefined) bindInside(walk, item.otherwise.items, item.otherwise.span);
      return;
    case 'for':
      return bindFor(walk, item);
    case 'require':
      bindCondition(walk, item.condition);
      return bindValue(walk, item.otherwise, () => ['text']);
    default:
      // A phase, a param, a unit inside a phase: said where items are lowered.
      return;
  }
}

function bindInside(walk: Walk, items: readonly Item[], span: Item['span']): void {
  if (walk.depth >= limits.depth)
    return find(
      walk.findings,
      'E0315',
      span,
      `blocks stand more than ${limits.depth} deep in each other`,
      {
        why: 'a reviewer could not follow, and a check must end',
      },
    );
  bindItems(
    { ...walk, scope: { names: new Map(), outer: walk.scope }, depth: walk.depth + 1 },
    items,
  );
}

function bindFor(walk: Walk, node: ForNode): void {
  const symbol = newSymbol(walk, node.name, { kind: 'loop', node }, false);
  bindValue(walk, node.list, () =>
    allowed(symbol)?.flatMap((type) => (typeof type === 'string' ? [{ listOf: type }] : [])),
  );
  const scope: NameScope = { names: new Map(), outer: walk.scope };
  give(scope, node.name, symbol, walk.findings);
  walk.binding.givenBy.set(node, symbol);
  bindInside({ ...walk, scope }, node.body.items, node.body.span);
}

function bindLet(walk: Walk, node: LetNode): void {
  const symbol = newSymbol(walk, node.name, { kind: 'let', node }, readsLate(walk, node));
  bindValue(walk, node.value, wantedIn(node.value, symbol, walk.typing));
  if (node.choice !== undefined) {
    bindCondition(walk, node.choice.condition);
    bindValue(walk, node.choice.otherwise, wantedIn(node.choice.otherwise, symbol, walk.typing));
  }
  give(walk.scope, node.name, symbol, walk.findings);
  walk.binding.givenBy.set(node, symbol);
}

/** A text is read as the type that its `let` turns out to be; a name must be what the uses of the `let` want. */
function wantedIn(value: Primary, symbol: NameSymbol, typing: Typing): Wants {
  if (value.kind !== 'text') return () => allowed(symbol);
  return () => {
    const type = typeOf(symbol, typing);
    return type === undefined ? [] : [type];
  };
}

function bindStatement(walk: Walk, node: StatementNode): void {
  const call = callOf(walk, node);
  if (call !== undefined) {
    walk.binding.callOf.set(node, call);
    bindCall(walk, call);
  } else for (const { value } of node.arguments) bindValue(walk, value, () => undefined);
  for (const modifier of node.modifiers) {
    if (modifier.kind === 'undo') bindInside(walk, modifier.body.items, modifier.span);
    if (modifier.kind === 'irreversible') bindValue(walk, modifier.because, () => ['text']);
  }
  bindAs(walk, node, call);
}

function callOf({ library, findings }: Walk, node: StatementNode): Call | undefined {
  const { text, span } = node.word;
  const primitive = library.primitives.get(text);
  if (primitive !== undefined) return matchCall(node, primitive, findings);
  find(findings, 'E0202', span, `unknown word \`${text}\``, {
    why: 'no primitive of this name is in the library',
    hint:
      nearestHint(text, library.primitives.keys()) ??
      'a vendor’s own words come in with `--library FOLDER`',
  });
  return undefined;
}

function bindCall(walk: Walk, call: Call): void {
  for (const { param, value } of call.arguments)
    if (value !== undefined) bindValue(walk, value, () => [param.type]);
  const { rest } = call.primitive;
  if (rest === undefined || typeof rest.type === 'object') return;
  const type = rest.type;
  for (const value of call.rest) bindValue(walk, value, () => [type, { listOf: type }]);
}

function bindAs(walk: Walk, node: StatementNode, call: Call | undefined): void {
  const as = node.modifiers.find((modifier) => modifier.kind === 'as');
  if (as === undefined) return;
  const said = as.type === undefined ? undefined : readType(as.type, walk.findings);
  const type = said ?? call?.primitive.gives;
  if (type === undefined || (as.type !== undefined && said === undefined))
    return hide(walk, as.name);
  const symbol = newSymbol(walk, as.name, { kind: 'known', type }, false);
  give(walk.scope, as.name, symbol, walk.findings);
  walk.binding.givenBy.set(node, symbol);
}

/** A name whose type can't be told: known, so that its uses aren't findings too. */
function hide(walk: Walk, name: Name): void {
  give(walk.scope, name, newSymbol(walk, name, { kind: 'unclear' }, false), walk.findings);
}

function giveKnown(walk: Walk, name: Name, type: Type): void {
  give(walk.scope, name, newSymbol(walk, name, { kind: 'known', type }, false), walk.findings);
}

function known(name: string, type: Type): NameSymbol {
  return { name, from: { kind: 'known', type }, late: false, uses: [] };
}

function newSymbol({ reader }: Walk, name: Name, from: SymbolOrigin, late: boolean): NameSymbol {
  const phase = reader === 'head' || reader === 'installed' ? undefined : reader;
  return {
    name: name.text,
    from,
    span: name.span,
    late,
    uses: [],
    ...(phase !== undefined && { phase }),
  };
}

/** Known only when the device has answered: through `device.version`, or a `let` that reads it. */
function readsLate({ scope }: Walk, node: LetNode): boolean {
  return referencesInLet(node).some(
    (reference) =>
      referenceName(reference) === 'device.architecture' ||
      lookUp(scope, referenceName(reference))?.late === true,
  );
}
