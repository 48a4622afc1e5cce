/** Each primitive stands in its family's folder with its parts: a declaration, and the bindings that it names. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownFiles, root, textOf } from './tree.ts';

const families = ['check', 'backup', 'stage', 'switch', 'revert', 'report'];
const declarations = ownFiles('.cutover').filter((path) => path.startsWith('primitives/'));

const folders = families.flatMap((family) =>
  readdirSync(join(root, 'primitives', family), { withFileTypes: true }).map((entry) => ({
    family,
    path: `primitives/${family}/${entry.name}`,
    name: entry.name,
    isFolder: entry.isDirectory(),
  })),
);

describe('primitives', () => {
  test('nothing but families stands beside the platforms’ shared functions', () => {
    const beside = readdirSync(join(root, 'primitives'), { withFileTypes: true });
    expect(
      beside
        .filter((one) => one.isDirectory())
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...families].sort());
  });

  test.each(folders)('$path has its parts', ({ family, path, name, isFolder }) => {
    expect(isFolder).toBe(true);
    const declaration = `${path}/${name}.cutover`;
    expect(declarations).toContain(declaration);
    const text = textOf(declaration);
    expect(text).toMatch(new RegExp(`^primitive ${name} "`, 'm'));
    expect(text).toMatch(new RegExp(`^ +family( \\S+)* ${family}\\b`, 'm'));
    const bindings = [...text.matchAll(/^ +on \S+ "(.+)"$/gm)].map((found) => found[1] ?? '');
    expect(bindings).not.toEqual([]);
    const parts = ownFiles().filter((one) => one.startsWith(`${path}/`));
    expect(parts.map((one) => basename(one))).toEqual([`${name}.cutover`, ...bindings].sort());
    for (const binding of bindings.filter((one) => one.endsWith('.sh')))
      expect(textOf(`${path}/${binding}`)).toMatch(/^apply\(\) *[{(]/m);
  });

  test('a declaration stands nowhere else', () => {
    const astray = declarations.filter(
      (path) => !folders.some((folder) => path.startsWith(`${folder.path}/`)),
    );
    expect(astray).toEqual([]);
  });
});
