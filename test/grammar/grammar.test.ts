/** The grammar is sound, and its page says what it is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lexer } from 'chevrotain';
import { expect, test } from 'vitest';
import { CutoverParser } from '../../grammar/parser.ts';
import { lexed } from '../../grammar/tokens.ts';
import { reservedWords } from '../../grammar/words.ts';
import { ebnf } from './ebnf.ts';

const readme = readFileSync(join(import.meta.dirname, '../../grammar/README.md'), 'utf8');

function section(kind: string): string {
  return new RegExp(`\`\`\`${kind}\\n([^]*?)\`\`\``).exec(readme)?.[1]?.trimEnd() ?? '';
}

test('the grammar is LL(2): no alternatives that two tokens could not tell apart', () => {
  expect(() => new CutoverParser(true)).not.toThrow();
});

test('the lexer finds nothing wrong with its tokens', () => {
  const { lexerDefinitionErrors } = new Lexer([...lexed], {
    deferDefinitionErrorsHandling: true,
    positionTracking: 'onlyOffset',
    ensureOptimizations: true,
    lineTerminatorsPattern: /\n/g,
    lineTerminatorCharacters: ['\n'],
  });
  expect(lexerDefinitionErrors).toEqual([]);
});

test('grammar/README.md shows the grammar that the parser has', () => {
  const rules = Object.values(new CutoverParser().getGAstProductions());
  expect(section('ebnf')).toBe(ebnf(rules));
});

test('grammar/README.md lists the reserved words', () => {
  expect(section('words').split(/\s+/)).toEqual([...reservedWords]);
});
