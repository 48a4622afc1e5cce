/** Statements and their modifiers. */
import type { CstNode, IToken } from 'chevrotain';
import type { IntegerNode, Modifier, QuantityNode, ReadingNode, StatementNode } from '../tree.ts';
import { complain } from './builder.ts';
import type { Builder } from './builder.ts';
import { nameOf, nodeOf, nodesOf, spanOf, tokenOf, tokenSpan } from './cst.ts';
import { buildGivenName } from './given-name.ts';
import { buildNumeral } from './numeral.ts';
import { buildArgument, buildTextNode, buildType } from './value.ts';

const mostTries = 1000;

export function buildStatement(
  builder: Builder,
  node: CstNode | undefined,
): StatementNode | undefined {
  const word = nameOf(tokenOf(node, 'Name'));
  if (node === undefined || word === undefined) return undefined;
  const given = nodesOf(node, 'argument')
    .map((argument) => buildArgument(builder, argument))
    .filter((argument) => argument !== undefined);
  const modifiers = nodesOf(node, 'modifier')
    .map((modifier) => buildModifier(builder, modifier))
    .filter((modifier) => modifier !== undefined);
  return { kind: 'statement', word, arguments: given, modifiers, span: spanOf(node) };
}

export function buildReading(builder: Builder, node: CstNode): ReadingNode | undefined {
  const statement = buildStatement(builder, nodeOf(node, 'statement'));
  if (statement === undefined) return undefined;
  const of = tokenOf(node, '"installed"') === undefined ? 'prepared' : 'installed';
  return { kind: 'reading', of, statement, span: spanOf(node) };
}

function buildModifier(builder: Builder, node: CstNode): Modifier | undefined {
  const span = spanOf(node);
  const retry = nodeOf(node, 'retry');
  if (retry !== undefined) return buildRetry(builder, retry);
  if (tokenOf(node, '"within"') !== undefined) {
    const limit = buildDuration(builder, 'within', tokenOf(node, 'Numeral'));
    return limit && { kind: 'within', limit, span };
  }
  const as = nodeOf(node, 'as');
  if (as !== undefined) return buildAs(builder, as);
  if (tokenOf(node, '"undo"') !== undefined) {
    const body = builder.buildBlock(builder, nodeOf(node, 'block'));
    return body && { kind: 'undo', body, span };
  }
  const because = buildTextNode(builder, nodeOf(node, 'text'));
  return because && { kind: 'irreversible', because, span };
}

function buildRetry(builder: Builder, node: CstNode): Modifier | undefined {
  const tries = buildTries(builder, tokenOf(node, 'Numeral'));
  if (tries === undefined) return undefined;
  const every = buildDuration(builder, 'every', tokenOf(node, 'Numeral', 1));
  const retry = { kind: 'retry', tries, span: spanOf(node) } as const;
  return every === undefined ? retry : { ...retry, every };
}

function buildTries(builder: Builder, token: IToken | undefined): IntegerNode | undefined {
  if (token === undefined) return undefined;
  const number = buildNumeral(builder, token);
  if (number.kind !== 'integer' || number.value === 0) {
    const message = '`retry` takes a plain number of tries, at least 1';
    complain(builder, 'E0115', number.span, { message });
  } else if (number.value > mostTries) {
    const message = `\`retry\` takes at most ${mostTries} tries`;
    complain(builder, 'E0121', number.span, { message, hint: 'use a longer pause' });
  }
  return {
    kind: 'integer',
    value: Math.min(mostTries, Math.max(1, number.value)),
    span: number.span,
  };
}

function buildDuration(
  builder: Builder,
  word: string,
  token: IToken | undefined,
): QuantityNode | undefined {
  if (token === undefined) return undefined;
  const number = buildNumeral(builder, token);
  if (number.kind === 'duration') return number;
  complain(builder, 'E0115', tokenSpan(token), {
    message: `\`${word}\` takes a duration`,
    hint: `did you mean \`${word} ${/^\d+/.exec(token.image)?.[0] ?? 30}s\`?`,
  });
  return { kind: 'duration', value: 1000, text: '1s', span: number.span };
}

function buildAs(builder: Builder, node: CstNode): Modifier | undefined {
  const name = buildGivenName(builder, tokenOf(node, 'Name'));
  if (name === undefined) return undefined;
  const type = buildType(nodeOf(node, 'type'));
  const as = { kind: 'as', name, span: spanOf(node) } as const;
  return type === undefined ? as : { ...as, type };
}
