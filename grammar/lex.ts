/** Text → tokens with their own types, comments, and what no token was meant to look like. */
import { Lexer } from 'chevrotain';
import type { IToken, TokenType } from 'chevrotain';
import { lexed, lookalikes, Name, Word } from './tokens.ts';
import { reservedWords } from './words.ts';
import type { Wrong } from './wrong.ts';

export interface Lexed {
  readonly tokens: IToken[];
  readonly comments: readonly IToken[];
  readonly wrongs: readonly Wrong[];
}

const lexer = new Lexer([...lexed], {
  positionTracking: 'onlyOffset',
  ensureOptimizations: true,
  skipValidations: true,
  lineTerminatorsPattern: /\n/g,
  lineTerminatorCharacters: ['\n'],
});

const wordTypes = new Map(reservedWords.map((word) => [word as string, Word[word]]));
const meanings = new Map(lookalikes.map((entry) => [entry.type, entry]));

export function lex(text: string): Lexed {
  const { tokens, groups } = lexer.tokenize(text);
  const wrongs: Wrong[] = [];
  const kept: IToken[] = [];
  for (const token of tokens) {
    token.endOffset = token.startOffset + token.image.length - 1;
    if (token.tokenType === Name) sortWord(token);
    else if (meanings.has(token.tokenType) && !sortLookalike(token, wrongs)) continue;
    kept.push(token);
  }
  return { tokens: kept, comments: groups['comments'] ?? [], wrongs };
}

function sortWord(token: IToken): void {
  const type = wordTypes.get(token.image);
  if (type !== undefined) retype(token, type);
}

/** Whether anything is left of it. */
function sortLookalike(token: IToken, wrongs: Wrong[]): boolean {
  const entry = meanings.get(token.tokenType);
  if (entry === undefined) return true;
  const end = token.startOffset + token.image.length;
  wrongs.push({ wrong: entry.wrong, image: token.image, start: token.startOffset, end });
  if (entry.means === null) return false;
  retype(token, entry.means);
  return true;
}

function retype(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx ?? -1;
}
