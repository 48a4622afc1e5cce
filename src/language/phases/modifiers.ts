/**
 * `retry`, `within` and `as`: bounds and what a step gives.
 *
 * Rule 1: every step is bounded: `within`, else the primitive's `takes`, for each try, with the pauses.
 */
import type { Primitive, Type } from '../checked.ts';
import { find, type Findings } from '../findings.ts';
import type { Modifier, StatementNode } from '../tree.ts';
import { readType, sayType } from '../types/type-names.ts';
import { limits } from '../values/limits.ts';
import { sayDuration } from '../values/quantity.ts';

export type ModifierOf<Kind extends Modifier['kind']> = Extract<Modifier, { readonly kind: Kind }>;

/** The first of a kind; a second one is a finding. */
export function modifierOf<Kind extends Modifier['kind']>(
  node: StatementNode,
  kind: Kind,
  findings: Findings,
): ModifierOf<Kind> | undefined {
  const [first, second] = node.modifiers.filter(
    (modifier): modifier is ModifierOf<Kind> => modifier.kind === kind,
  );
  if (first !== undefined && second !== undefined)
    find(findings, 'E0313', second.span, `\`${kind}\` stands twice`, {
      others: [{ span: first.span, text: 'first here' }],
    });
  return first;
}

export interface Bounds {
  readonly tries: number;
  readonly everyMs: number;
  readonly withinMs: number;
}

export function readBounds(node: StatementNode, primitive: Primitive, findings: Findings): Bounds {
  const retry = modifierOf(node, 'retry', findings);
  const within = modifierOf(node, 'within', findings);
  const tries = retry?.tries.value ?? 1;
  const everyMs = retry?.every?.value ?? 0;
  const pausesMs = (tries - 1) * everyMs;
  const withinMs = within?.limit.value ?? tries * primitive.takesMs + pausesMs;
  const bounds = { tries, everyMs, withinMs };
  if (Math.max(withinMs, everyMs) > limits.stepMs) tooLong(node, withinMs, findings);
  else if (within !== undefined) complainOfWithin(within, retry, bounds, findings);
  return bounds;
}

function complainOfWithin(
  within: ModifierOf<'within'>,
  retry: ModifierOf<'retry'> | undefined,
  bounds: Bounds,
  findings: Findings,
): void {
  const { tries, everyMs, withinMs } = bounds;
  if (withinMs < 1_000) tooShort(within, findings);
  else if (retry !== undefined && tries > 1 && (tries - 1) * everyMs >= withinMs)
    dontFit(retry, within, bounds, findings);
}

function tooLong(node: StatementNode, withinMs: number, findings: Findings): void {
  find(findings, 'E0421', node.span, `this step may take ${sayDuration(withinMs)}`, {
    why: `a step takes at most ${sayDuration(limits.stepMs)}, with all its tries and pauses`,
  });
}

function tooShort({ span }: ModifierOf<'within'>, findings: Findings): void {
  find(findings, 'E0421', span, 'no step is given less than a second', {
    why: 'devices count in whole seconds',
  });
}

function dontFit(
  retry: ModifierOf<'retry'>,
  within: ModifierOf<'within'>,
  bounds: Bounds,
  findings: Findings,
): void {
  const { tries, everyMs, withinMs } = bounds;
  find(findings, 'E0421', retry.span, `${tries} tries don’t fit into ${sayDuration(withinMs)}`, {
    others: [{ span: within.span, text: 'bounds all tries and pauses together' }],
    why: `the ${tries - 1} pauses alone are ${sayDuration((tries - 1) * everyMs)}`,
  });
}

/** What `as` keeps, in which type; text may be narrowed. */
export function readAs(
  node: StatementNode,
  primitive: Primitive,
  findings: Findings,
): { readonly name: string; readonly type: Type } | undefined {
  const as = modifierOf(node, 'as', findings);
  if (as === undefined) return undefined;
  const { gives } = primitive;
  if (gives === undefined) {
    find(findings, 'E0414', as.span, `\`${primitive.name}\` gives nothing to keep`);
    return undefined;
  }
  const said = as.type === undefined ? gives : readType(as.type, findings);
  if (said === undefined || !canNarrow(gives, said)) {
    if (said !== undefined) cantNarrow(as, gives, said, findings);
    return undefined;
  }
  return { name: as.name.text, type: said };
}

const fromOutside: readonly Type[] = ['secret', 'file', 'artifact'];

function canNarrow(gives: Type, said: Type): boolean {
  if (sayType(gives) === sayType(said)) return true;
  // A list that only the device knows would make a loop whose end nobody knows beforehand.
  return gives === 'text' && typeof said === 'string' && !fromOutside.includes(said);
}

function cantNarrow(as: ModifierOf<'as'>, gives: Type, said: Type, findings: Findings): void {
  find(
    findings,
    'E0413',
    as.type?.span ?? as.span,
    `a ${sayType(gives)} can’t be narrowed to a ${sayType(said)}`,
    {
      why:
        gives === 'text'
          ? 'a text can be read as any one value but a secret, a file or an artifact'
          : 'only a text can be narrowed',
    },
  );
}
