/**
 * What the lexer can see.
 *
 * Rule 1: it never gives up: whatever stands there becomes a token, and what can't be meant becomes
 *         a *lookalike*, reported and read as what was probably meant.
 * Rule 2: a number is one token with all that hangs on it (`2GiB`, `20%`, `2.0`); what it is, and
 *         whether its unit is known, is said when the tree is built.
 * Rule 3: every word is lexed as `Name`, and given its own type afterwards if it is reserved.
 */
import { createToken, Lexer } from 'chevrotain';
import type { TokenType } from 'chevrotain';
import { reservedWords } from './words.ts';
import type { ReservedWord } from './words.ts';

export const LineEnd = createToken({ name: 'LineEnd', pattern: /\n/ });
const Blanks = createToken({ name: 'Blanks', pattern: /[ \t]+/, group: Lexer.SKIPPED });
export const CommentText = createToken({
  name: 'CommentText',
  pattern: /#[^\n]*/,
  group: 'comments',
});

export const Name = createToken({ name: 'Name', pattern: /[A-Za-z_][A-Za-z0-9_-]*/ });
export const Numeral = createToken({ name: 'Numeral', pattern: /\d[A-Za-z0-9_.]*%?/ });

export const LongText = createToken({
  name: 'LongText',
  pattern: /"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""/,
  line_breaks: true,
});
export const Text = createToken({ name: 'Text', pattern: /""(?!")|"(?:[^"\\\n]|\\[^\n])+"/ });

export const LeftBrace = createToken({ name: 'LeftBrace', pattern: /\{/ });
export const RightBrace = createToken({ name: 'RightBrace', pattern: /\}/ });
export const LeftBracket = createToken({ name: 'LeftBracket', pattern: /\[/ });
export const RightBracket = createToken({ name: 'RightBracket', pattern: /\]/ });
export const LeftParen = createToken({ name: 'LeftParen', pattern: /\(/ });
export const RightParen = createToken({ name: 'RightParen', pattern: /\)/ });
export const Comma = createToken({ name: 'Comma', pattern: /,/ });
export const Colon = createToken({ name: 'Colon', pattern: /:/ });
export const Dot = createToken({ name: 'Dot', pattern: /\./ });
export const Compare = createToken({ name: 'Compare', pattern: /==|!=|<=|>=|<|>/ });
export const Equals = createToken({ name: 'Equals', pattern: /=/ });

/** Each reserved word's own type, named by the word in quotes; no pattern, see rule 3. */
export const Word = Object.fromEntries(
  reservedWords.map((word) => [word, createToken({ name: `"${word}"`, pattern: Lexer.NA })]),
) as Readonly<Record<ReservedWord, TokenType>>;

/** What people write who know other languages, and what is read instead; null: nothing. */
export const lookalikes: readonly {
  readonly type: TokenType;
  readonly means: TokenType | null;
  readonly wrong: LookalikeKind;
}[] = [
  like('OtherComment', /\/\/[^\n]*/, null, 'comment'),
  like('BrokenLongText', /"""[\s\S]*/, LongText, 'open-long-text'),
  like('BrokenText', /"(?:[^"\\\n]|\\[^\n])*?(?=[ \t[\](){]*(?:\n|(?![\s\S])))/, Text, 'open-text'),
  like('SingleQuoted', /'[^'\n]*'/, Text, 'quotes'),
  like('TypographicQuoted', /[“”„«][^“”»\n]*[“”»]/, Text, 'quotes'),
  like('Semicolon', /;/, LineEnd, 'semicolon'),
  like('AndSign', /&&?/, Word.and, 'and'),
  like('OrSign', /\|\|?/, Word.or, 'or'),
  like('NotSign', /!/, Word.not, 'not'),
  // eslint-disable-next-line no-control-regex -- whatever is left, control characters too
  like('Stranger', /[\u0080-\uffff]+|[\u0000-\u007f]/, null, 'stranger'),
];

export type LookalikeKind =
  | 'comment'
  | 'open-long-text'
  | 'open-text'
  | 'quotes'
  | 'semicolon'
  | 'and'
  | 'or'
  | 'not'
  | 'stranger';

function like(name: string, pattern: RegExp, means: TokenType | null, wrong: LookalikeKind) {
  return { type: createToken({ name, pattern, line_breaks: true }), means, wrong };
}

const shapes = [
  LineEnd,
  Blanks,
  CommentText,
  Name,
  Numeral,
  LongText,
  Text,
  LeftBrace,
  RightBrace,
  LeftBracket,
  RightBracket,
  LeftParen,
  RightParen,
  Comma,
  Colon,
  Dot,
  Compare,
  Equals,
];

/** In the order in which the lexer tries them. */
export const lexed: readonly TokenType[] = [...shapes, ...lookalikes.map((entry) => entry.type)];

/** What the parser may meet. */
export const vocabulary: readonly TokenType[] = [
  ...shapes.filter((type) => type !== Blanks && type !== CommentText),
  ...Object.values(Word),
];
