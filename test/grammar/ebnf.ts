/** The parser's own grammar as text, a rule a line, in the notation of grammar/README.md. */
import {
  Alternation,
  Alternative,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  Terminal,
} from 'chevrotain';
import type { IProduction, Rule } from 'chevrotain';

const signs: Readonly<Record<string, string>> = {
  LineEnd: 'end',
  Name: 'NAME',
  Numeral: 'NUMBER',
  Text: 'TEXT',
  LongText: 'LONGTEXT',
  Compare: 'COMPARISON',
  LeftBrace: '"{"',
  RightBrace: '"}"',
  LeftBracket: '"["',
  RightBracket: '"]"',
  LeftParen: '"("',
  RightParen: '")"',
  Comma: '","',
  Colon: '":"',
  Dot: '"."',
  Equals: '"="',
};

export function ebnf(rules: readonly Rule[]): string {
  // From the top down; the parser's class inherits its rules for values, so they come first there.
  const top = rules.findIndex(({ name }) => name === 'file');
  const inOrder = [...rules.slice(top), ...rules.slice(0, top)];
  const width = Math.max(...rules.map(({ name }) => name.length));
  return inOrder
    .map(({ name, definition }) => `${name.padEnd(width)} = ${all(definition)} .`)
    .join('\n');
}

function all(parts: readonly IProduction[]): string {
  return parts.map(one).join(' ');
}

function one(part: IProduction): string {
  if (part instanceof Terminal) return signs[part.terminalType.name] ?? part.terminalType.name;
  if (part instanceof NonTerminal) return part.nonTerminalName;
  if (part instanceof Alternation) return `( ${part.definition.map(oneChoice).join(' | ')} )`;
  if (part instanceof Option) return `[ ${all(part.definition)} ]`;
  if (part instanceof Repetition) return `{ ${all(part.definition)} }`;
  if (part instanceof RepetitionMandatory)
    return `${all(part.definition)} { ${all(part.definition)} }`;
  throw new Error(`no notation for ${part.constructor.name}`);
}

/** Typed as any production; it is always one with a definition. */
function oneChoice(choice: IProduction): string {
  return choice instanceof Alternative ? all(choice.definition) : one(choice);
}
