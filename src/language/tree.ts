/**
 * The syntax tree: what was written, where, and nothing of what it means.
 *
 * Rule 1: every node knows its span, so that a diagnostic can point at it.
 * Rule 2: phases, settings and primitives are all plain items here; sorting them out is the
 *         checker's work, so that a misplaced word gets a good message.
 * Deliberately not here: types, names, meaning (`checked.ts`); comments' places (`format/`).
 */

/** Half-open range of UTF-16 offsets into the source's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A word as written. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

/** One comment, `text` with its `#`; `alone` if nothing but blanks stands before it on its line. */
export interface Comment {
  readonly text: string;
  readonly span: Span;
  readonly alone: boolean;
}

export interface FileNode {
  /** The language version after `cutover`, if one was written. */
  readonly version?: number;
  readonly declarations: readonly Declaration[];
  readonly comments: readonly Comment[];
  /** Names in items that could not be read whole: that one of them is unknown, or unused, can't be said. */
  readonly doubtful?: readonly string[];
}

export type Declaration = UseNode | BlockDeclaration | PlanNode;

export interface UseNode {
  readonly kind: 'use';
  readonly path: TextNode;
  readonly span: Span;
}

/** `script NAME "title" { … }` and its two siblings. */
export interface BlockDeclaration {
  readonly kind: 'script' | 'primitive' | 'procedure';
  readonly name: Name;
  readonly title?: TextNode;
  readonly body: BlockNode;
  readonly span: Span;
}

export interface PlanNode {
  readonly kind: 'plan';
  readonly title: TextNode;
  readonly body: BlockNode;
  readonly span: Span;
}

export interface BlockNode {
  readonly items: readonly Item[];
  readonly span: Span;
}

export type Item =
  | PhaseNode
  | StatementNode
  | ReadingNode
  | ParamNode
  | LetNode
  | WhenNode
  | ForNode
  | RequireNode
  | UnitNode
  | MemberNode;

/** `check { … }`: any word followed by a block. */
export interface PhaseNode {
  readonly kind: 'block';
  readonly name: Name;
  readonly body: BlockNode;
  readonly span: Span;
}

/** `word value label: value… modifier…` */
export interface StatementNode {
  readonly kind: 'statement';
  readonly word: Name;
  readonly arguments: readonly Argument[];
  readonly modifiers: readonly Modifier[];
  readonly span: Span;
}

/** `installed read-version …` and `prepared read-version …`. */
export interface ReadingNode {
  readonly kind: 'reading';
  readonly of: 'installed' | 'prepared';
  readonly statement: StatementNode;
  readonly span: Span;
}

/** A value, with its label where one was written. */
export interface Argument {
  readonly label?: Name;
  readonly value: Primary;
  readonly span: Span;
}

export interface ParamNode {
  readonly kind: 'param';
  /** `rest NAME: TYPE` instead of `param`. */
  readonly rest: boolean;
  readonly name: Name;
  readonly type: TypeNode;
  readonly limit?: Primary;
  readonly value?: Primary;
  readonly span: Span;
}

export interface LetNode {
  readonly kind: 'let';
  readonly name: Name;
  readonly value: Primary;
  /** `let x = a when CONDITION else b` */
  readonly choice?: { readonly condition: Condition; readonly otherwise: Primary };
  readonly span: Span;
}

export interface WhenNode {
  readonly kind: 'when';
  readonly condition: Condition;
  readonly body: BlockNode;
  readonly otherwise?: BlockNode;
  readonly span: Span;
}

export interface ForNode {
  readonly kind: 'for';
  readonly name: Name;
  readonly list: Primary;
  readonly body: BlockNode;
  readonly span: Span;
}

export interface RequireNode {
  readonly kind: 'require';
  readonly condition: Condition;
  readonly otherwise: TextNode;
  readonly span: Span;
}

export interface UnitNode {
  readonly kind: 'unit';
  readonly mode: 'linked' | 'separate';
  readonly title: TextNode;
  readonly by?: Name;
  readonly body: BlockNode;
  readonly span: Span;
}

export interface MemberNode {
  readonly kind: 'member';
  /** `group "edge" runs …` rather than a glob. */
  readonly group: boolean;
  readonly pattern: TextNode;
  readonly script: Name;
  readonly with: readonly Argument[];
  readonly accepts?: TextNode;
  readonly span: Span;
}

export type Modifier =
  | {
      readonly kind: 'retry';
      readonly tries: IntegerNode;
      readonly every?: QuantityNode;
      readonly span: Span;
    }
  | { readonly kind: 'within'; readonly limit: QuantityNode; readonly span: Span }
  | { readonly kind: 'as'; readonly name: Name; readonly type?: TypeNode; readonly span: Span }
  | { readonly kind: 'undo'; readonly body: BlockNode; readonly span: Span }
  | { readonly kind: 'irreversible'; readonly because: TextNode; readonly span: Span };

/** `text` or `list of path`. */
export interface TypeNode {
  readonly name: Name;
  readonly of?: Name;
  readonly span: Span;
}

export type Condition = Test | LogicNode;

export interface LogicNode {
  readonly kind: 'logic';
  readonly op: 'and' | 'or';
  /** Two or more. */
  readonly tests: readonly Condition[];
  readonly span: Span;
}

export type Test =
  | { readonly kind: 'not'; readonly test: Condition; readonly span: Span }
  | {
      readonly kind: 'compare';
      readonly op: '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in';
      readonly left: Primary;
      readonly right: Primary;
      readonly span: Span;
    }
  /** A lone operand: a boolean name or literal. */
  | { readonly kind: 'holds'; readonly value: Primary; readonly span: Span };

export type Primary =
  TextNode | IntegerNode | QuantityNode | BooleanNode | ReferenceNode | ListNode;

/** A text; `long` when written between `"""`. `parts` holds literal pieces (escapes resolved) and holes. */
export interface TextNode {
  readonly kind: 'text';
  readonly parts: readonly (string | ReferenceNode)[];
  readonly long: boolean;
  readonly span: Span;
}

export interface IntegerNode {
  readonly kind: 'integer';
  readonly value: number;
  readonly span: Span;
}

/** A number with its unit: bytes for a size, milliseconds for a duration, hundredths for a per cent. */
export interface QuantityNode {
  readonly kind: 'size' | 'duration' | 'percent';
  readonly value: number;
  /** As written, `2GiB`. */
  readonly text: string;
  readonly span: Span;
}

export interface BooleanNode {
  readonly kind: 'boolean';
  readonly value: boolean;
  readonly span: Span;
}

/** `name` or `name.field`. */
export interface ReferenceNode {
  readonly kind: 'reference';
  readonly name: Name;
  readonly field?: Name;
  readonly span: Span;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Primary[];
  readonly span: Span;
}
