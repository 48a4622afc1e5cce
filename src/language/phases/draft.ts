/**
 * Steps on their way to being checked: as in `checked.ts`, but a value is missing where something is
 * wrong with it, and nobody has asked for the way back yet.
 */
import type {
  CheckedFor,
  CheckedLet,
  CheckedRequire,
  CheckedWhen,
  Effect,
  Expression,
  Family,
  Place,
  Primitive,
  PrimitiveParam,
  Type,
} from '../checked.ts';
import type { Span, StatementNode } from '../tree.ts';

export type DraftItem = DraftStep | DraftWhen | DraftFor | DraftRequire | DraftLet;

export interface DraftStep {
  readonly kind: 'step';
  readonly id: string;
  readonly node: StatementNode;
  readonly primitive: Primitive;
  readonly family: Family;
  readonly arguments: readonly DraftArgument[];
  readonly rest: readonly (Expression | undefined)[];
  readonly withinMs: number;
  readonly tries: number;
  readonly everyMs: number;
  readonly as?: { readonly name: string; readonly type: Type };
  readonly undo?: { readonly items: readonly DraftItem[]; readonly span: Span };
  readonly never?: { readonly because: string; readonly span: Span };
  readonly touches: readonly DraftTouch[];
  readonly place: Place;
}

export interface DraftArgument {
  readonly param: PrimitiveParam;
  readonly value: Expression | undefined;
  /** Whether it was written, rather than filled in from the default. */
  readonly written: boolean;
  readonly span: Span;
}

export interface DraftTouch {
  readonly effect: Effect;
  readonly kind: string;
  readonly value: Expression | undefined;
  readonly span: Span;
}

export interface DraftWhen extends Omit<CheckedWhen, 'condition' | 'then' | 'otherwise'> {
  readonly condition: CheckedWhen['condition'] | undefined;
  readonly then: readonly DraftItem[];
  readonly otherwise: readonly DraftItem[];
}

export interface DraftFor extends Omit<CheckedFor, 'list' | 'body'> {
  readonly list: Expression | undefined;
  readonly body: readonly DraftItem[];
}

export interface DraftRequire extends Omit<CheckedRequire, 'condition' | 'otherwise'> {
  readonly condition: CheckedRequire['condition'] | undefined;
  readonly otherwise: Expression | undefined;
}

export interface DraftLet extends Omit<CheckedLet, 'type' | 'value' | 'choice'> {
  readonly type: Type | undefined;
  readonly value: Expression | undefined;
  readonly choice?: {
    readonly condition: CheckedWhen['condition'] | undefined;
    readonly otherwise: Expression | undefined;
  };
}
