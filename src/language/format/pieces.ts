/**
 * An item as pieces: the head, and what may go on the next line.
 *
 * Deliberately not here: where lines end (`layout.ts`).
 */
import type {
  Argument,
  BlockNode,
  Item,
  ListNode,
  MemberNode,
  Modifier,
  Name,
  ParamNode,
  Primary,
  Span,
  StatementNode,
} from '../tree.ts';
import { printCondition, printPrimary, printType } from './value.ts';

/** A run of words. */
export interface Piece {
  readonly atoms: readonly Atom[];
  readonly span: Span;
  /** Stands after the words, in braces. */
  readonly block?: BlockNode;
  /** Stands on the line of the `}` before it, whatever happens. */
  readonly stays?: boolean;
}

/** What isn't broken, but for a list. */
export interface Atom {
  readonly print: (indent: string) => string;
  readonly list?: { readonly before: string; readonly node: ListNode };
}

export function piecesOf(item: Item): readonly Piece[] {
  switch (item.kind) {
    case 'statement':
      return statementPieces(item, []);
    case 'reading':
      return statementPieces(item.statement, [words(item.of)]).map((piece, index) =>
        index === 0 ? { ...piece, span: { start: item.span.start, end: piece.span.end } } : piece,
      );
    case 'block':
      return [headed(item.span, item.body, words(item.name.text))];
    case 'param':
      return [{ atoms: paramAtoms(item), span: item.span }];
    case 'let':
      return letPieces(item);
    case 'when':
      return whenPieces(item);
    case 'for':
      return [headed(item.span, item.body, words(`for ${item.name.text} in`), atom(item.list))];
    case 'require':
      return requirePieces(item);
    case 'unit':
      return [
        headed(item.span, item.body, words(item.mode), atom(item.title), ...byAtoms(item.by)),
      ];
    case 'member':
      return memberPieces(item);
  }
}

export function words(text: string): Atom {
  return { print: () => text };
}

export function atom(value: Primary, before = ''): Atom {
  const print = (indent: string): string => before + printPrimary(value, indent);
  return value.kind === 'list' ? { print, list: { before, node: value } } : { print };
}

function headed(whole: Span, block: BlockNode, ...atoms: readonly Atom[]): Piece {
  return { atoms, block, span: { start: whole.start, end: block.span.start } };
}

function argument({ label, value }: Argument): Atom {
  return atom(value, label === undefined ? '' : `${label.text}: `);
}

function byAtoms(by: Name | undefined): readonly Atom[] {
  return by === undefined ? [] : [words(`by ${by.text}`)];
}

function statementPieces(node: StatementNode, before: readonly Atom[]): readonly Piece[] {
  const last = node.arguments.at(-1)?.span ?? node.word.span;
  const head: Piece = {
    atoms: [...before, words(node.word.text), ...node.arguments.map(argument)],
    span: { start: node.word.span.start, end: last.end },
  };
  return [head, ...node.modifiers.map(modifierPiece)];
}

function modifierPiece(modifier: Modifier): Piece {
  const { span } = modifier;
  switch (modifier.kind) {
    case 'undo':
      return headed(span, modifier.body, words('undo'));
    case 'irreversible':
      return { atoms: [words('irreversible'), atom(modifier.because)], span };
    default:
      return { atoms: [words(wordsOf(modifier))], span };
  }
}

function wordsOf(modifier: Exclude<Modifier, { readonly kind: 'undo' | 'irreversible' }>): string {
  switch (modifier.kind) {
    case 'retry':
      return `retry ${modifier.tries.value}${modifier.every === undefined ? '' : ` every ${modifier.every.text}`}`;
    case 'within':
      return `within ${modifier.limit.text}`;
    case 'as':
      return `as ${modifier.name.text}${modifier.type === undefined ? '' : `: ${printType(modifier.type)}`}`;
  }
}

function paramAtoms({ rest, name, type, limit, value }: ParamNode): readonly Atom[] {
  return [
    words(`${rest ? 'rest' : 'param'} ${name.text}: ${printType(type)}`),
    ...(limit === undefined ? [] : [atom(limit, 'in ')]),
    ...(value === undefined ? [] : [atom(value, '= ')]),
  ];
}

function letPieces({
  name,
  value,
  choice,
  span,
}: Item & { readonly kind: 'let' }): readonly Piece[] {
  const head = [words(`let ${name.text} =`), atom(value)];
  if (choice === undefined) return [{ atoms: head, span }];
  const { condition, otherwise } = choice;
  const when: Atom = { print: (indent) => `when ${printCondition(condition, indent)}` };
  return [
    { atoms: [...head, when], span: { start: span.start, end: condition.span.end } },
    { atoms: [atom(otherwise, 'else ')], span: otherwise.span },
  ];
}

function whenPieces({
  condition,
  body,
  otherwise,
  span,
}: Item & { readonly kind: 'when' }): readonly Piece[] {
  const when: Atom = { print: (indent) => `when ${printCondition(condition, indent)}` };
  const head = headed(span, body, when);
  if (otherwise === undefined) return [head];
  return [head, { ...headed(otherwise.span, otherwise, words('else')), stays: true }];
}

function requirePieces({
  condition,
  otherwise,
  span,
}: Item & { readonly kind: 'require' }): readonly Piece[] {
  const require: Atom = { print: (indent) => `require ${printCondition(condition, indent)}` };
  return [
    { atoms: [require], span: { start: span.start, end: condition.span.end } },
    { atoms: [atom(otherwise, 'else ')], span: otherwise.span },
  ];
}

function memberPieces(node: MemberNode): readonly Piece[] {
  const { group, pattern, script, accepts, span } = node;
  const runs = [...(group ? [words('group')] : []), atom(pattern), words(`runs ${script.text}`)];
  const given = node.with.map(argument);
  const first = node.with[0]?.span.start ?? 0;
  const last = node.with.at(-1)?.span.end ?? 0;
  return [
    { atoms: runs, span: { start: span.start, end: script.span.end } },
    ...(given.length === 0
      ? []
      : [{ atoms: [words('with'), ...given], span: { start: first, end: last } }]),
    ...(accepts === undefined ? [] : [{ atoms: [atom(accepts, 'accepts ')], span: accepts.span }]),
  ];
}
