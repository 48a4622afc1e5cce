/**
 * What a name stands for.
 *
 * Rule 1: a name is given once; all uses of it share one `NameSymbol`.
 */
import type { PhaseName, Type } from '../checked.ts';
import type { ForNode, LetNode, ReferenceNode, Span, StatementNode } from '../tree.ts';
import type { Call } from './match-call.ts';

export interface NameSymbol {
  /** As in expressions: `live`, `device.version`, `package.size`. */
  readonly name: string;
  readonly from: SymbolOrigin;
  /** Where it is given; nothing for what is always there. */
  readonly span?: Span;
  /** The phase that gives it; nothing for the script's head. */
  readonly phase?: PhaseName;
  /** It can't be known before the device has told its version. */
  readonly late: boolean;
  readonly uses: Use[];
}

export type SymbolOrigin =
  | { readonly kind: 'known'; readonly type: Type }
  /** Its type is that of its value, or what its uses want. */
  | { readonly kind: 'let'; readonly node: LetNode }
  | { readonly kind: 'loop'; readonly node: ForNode }
  /** What gives it is wrong already; whatever is done with it is no further finding. */
  | { readonly kind: 'unclear' };

/** Types that a place takes; nothing: any. Asked only when all uses are known. */
export type Wants = () => readonly Type[] | undefined;

export interface Use {
  readonly span: Span;
  readonly wants: Wants;
}

/** What binding finds out about a script's tree. */
export interface Binding {
  readonly symbolOf: Map<ReferenceNode, NameSymbol>;
  readonly givenBy: Map<StatementNode | LetNode | ForNode, NameSymbol>;
  readonly callOf: Map<StatementNode, Call>;
}

export function emptyBinding(): Binding {
  return { symbolOf: new Map(), givenBy: new Map(), callOf: new Map() };
}
