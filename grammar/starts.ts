/**
 * Takes out what stands where an item should begin and can't be one, up to its line's end.
 * So the parser's loops over items never have to guess where the next one begins.
 */
import type { IToken, TokenType } from 'chevrotain';
import { restOf } from './expected.ts';
import { LeftBrace, LineEnd, LongText, Name, RightBrace, Text, Word } from './tokens.ts';
import type { Wrong } from './wrong.ts';

const starters: ReadonlySet<TokenType> = new Set([
  Name,
  Text,
  LongText,
  RightBrace,
  Word.cutover,
  Word.use,
  Word.script,
  Word.primitive,
  Word.procedure,
  Word.plan,
  Word.installed,
  Word.prepared,
  Word.param,
  Word.rest,
  Word.let,
  Word.when,
  Word.for,
  Word.require,
  Word.linked,
  Word.separate,
  Word.group,
]);

export interface Starts {
  readonly tokens: IToken[];
  readonly wrongs: readonly Wrong[];
  /** The names in what was taken out. */
  readonly dropped: ReadonlySet<string>;
}

export function dropStrayStarts(tokens: readonly IToken[]): Starts {
  const kept: IToken[] = [];
  const wrongs: Wrong[] = [];
  const dropped = new Set<string>();
  let begins = true;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as IToken;
    if (begins && !starters.has(token.tokenType)) {
      wrongs.push(stray(token));
      const rest = restOf(tokens, index);
      for (const one of rest) if (one.tokenType === Name) dropped.add(one.image);
      index += rest.length;
      continue;
    }
    kept.push(token);
    begins = token.tokenType === LineEnd || token.tokenType === LeftBrace;
  }
  return { tokens: kept, wrongs, dropped };
}

function stray(token: IToken): Wrong {
  const { image, startOffset: start } = token;
  return {
    wrong: 'unexpected',
    image,
    before: [],
    expected: ['item'],
    start,
    end: start + image.length,
  };
}
