/** Texts of the language in documents are texts that the tool takes, and those of scripts/ are the very same. */
import { describe, expect, test } from 'vitest';
import { format } from '../../src/language/format.ts';
import { parse } from '../../src/language/parse.ts';
import { lineOf, makeSource } from '../../src/language/source.ts';
import { codeBlocksOf } from './markdown.ts';
import { ownFiles, textOf } from './tree.ts';

const blocks = ownFiles('.md').flatMap((path) =>
  codeBlocksOf(textOf(path))
    .filter(({ tag }) => tag === 'cutover')
    .map((block) => ({ path, ...block })),
);

function named(text: string): string | undefined {
  return /^(?:script|plan|primitive|procedure) ("[^"]*"|\S+)/m.exec(text)?.[0];
}

describe('code blocks', () => {
  test.each(blocks)(
    '$path:$line is a text of the language, in its canonical form',
    ({ path, line, text }) => {
      const source = makeSource(path, text);
      const { file, diagnostics } = parse(source);
      const wrong = diagnostics.map(
        ({ message, labels }) => `${path}:${line + lineOf(source, labels[0].span) - 1} ${message}`,
      );
      expect(wrong).toEqual([]);
      expect(format(file, source)).toBe(text);
    },
  );

  test('a block that names one of ours is that one', () => {
    const ours = new Map(
      [...ownFiles('.cutover')].map((path) => [named(textOf(path)), textOf(path)]),
    );
    const others = blocks.filter(
      ({ text }) => named(text) !== undefined && (ours.get(named(text)) ?? text) !== text,
    );
    expect(others.map(({ path, line }) => `${path}:${line}`)).toEqual([]);
  });

  test('the README shows a script', () => {
    expect(
      blocks.filter(({ path }) => path === 'README.md').map(({ text }) => named(text)),
    ).toEqual(['script msc-server', 'plan "Core network to 3.0"']);
  });
});
