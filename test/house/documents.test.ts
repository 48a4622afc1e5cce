/** What the documents say is there, is there. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorsOf, codeBlocksOf, documentsNamedIn, linksOf } from './markdown.ts';
import { ownFiles, root, textOf } from './tree.ts';

const documents = ownFiles('.md');

function isBroken(path: string, link: string): boolean {
  if (/^(https?|mailto|ftp):/.test(link)) return false;
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? path : join(dirname(path), file);
  if (!existsSync(join(root, target))) return true;
  return anchor !== undefined && !anchorsOf(textOf(target)).includes(anchor);
}

/** By its path, or by its name alone; comments write a document's name in capitals. */
function isDocument(name: string): boolean {
  const wanted = name.toLowerCase();
  return documents.some((path) => `/${path.toLowerCase()}`.endsWith(`/${wanted}`));
}

describe('documents', () => {
  test('every link leads somewhere', () => {
    const broken = documents.flatMap((path) =>
      linksOf(textOf(path))
        .filter((link) => isBroken(path, link))
        .map((link) => `${path}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  test('every document that a comment or a text names is there', () => {
    const naming = [...documents, ...ownFiles('.ts', '.tsx', '.sh')];
    const missing = naming
      .filter((path) => !path.endsWith('.test.ts') && !path.startsWith('test/house/'))
      .flatMap((path) =>
        documentsNamedIn(textOf(path))
          .filter((name) => !isDocument(name))
          .map((name) => `${path}: ${name}`),
      );
    expect([...new Set(missing)]).toEqual([]);
  });

  test('every code block says what it is', () => {
    const bare = documents.flatMap((path) =>
      codeBlocksOf(textOf(path))
        .filter(({ tag }) => tag === '')
        .map(({ line }) => `${path}:${line}`),
    );
    expect(bare).toEqual([]);
  });

  test('links, headings and blocks are found', () => {
    const text = '# A `b` c, d\n[x](y.md#z) `[no](no.md)`\n```sh\n[no](no)\n```\n';
    expect(linksOf(text)).toEqual(['y.md#z']);
    expect(anchorsOf(text)).toEqual(['a-b-c-d']);
    expect(codeBlocksOf(text)).toEqual([{ line: 4, tag: 'sh', text: '[no](no)\n' }]);
  });
});
