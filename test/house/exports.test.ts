/** No dead exports: what nobody imports is not public, or is not needed. */
import { describe, expect, test } from 'vitest';
import { namesOf, unclaimed } from './exports.ts';
import { ownFiles, textOf } from './tree.ts';

/** Run by Node itself; nobody imports them. */
const entryPoints = [
  /^test\/bench\/main\.ts$/,
  /^src\/(\w+\/)+([\w-]+-)?main\.ts$/,
  /\.test\.tsx?$/,
];

const modules = ownFiles('.ts', '.tsx').map((path) => namesOf(path, textOf(path)));
const product = modules.filter(({ path }) => /^(grammar|src)\//.test(path));
const isEntry = ({ path }: { readonly path: string }): boolean =>
  entryPoints.some((entry) => entry.test(path));

describe('exports', () => {
  test('each is imported somewhere', () => {
    const libraries = modules.filter(
      (one) => !isEntry(one) && /^(grammar|src|test)\//.test(one.path),
    );
    expect(unclaimed(libraries, modules)).toEqual([]);
  });

  test('each file of the product is imported by the product', () => {
    const taken = new Set(product.flatMap(({ imports }) => imports.map(({ from }) => from)));
    const alone = product.filter((one) => !isEntry(one) && !taken.has(one.path));
    expect(alone.map(({ path }) => path)).toEqual([]);
  });

  test('the check finds a dead one, and follows every way to import', () => {
    const from = [
      namesOf(
        'src/a.ts',
        'export const b = 1, { c } = d; export function e() {} export type F = 1;',
      ),
      namesOf('src/g.ts', 'export class H {}'),
      namesOf('src/i.ts', 'export interface J {} const k = 1; export { k as l };'),
      namesOf('src/n.ts', 'export interface O {} export function p(): O {}'),
    ];
    const by = [
      namesOf('src/x.ts', "import { b as y, type F } from './a.ts'; export { k } from './m.ts';"),
      namesOf('test/x.test.ts', "const z = await import('../src/g.ts');"),
    ];
    expect(unclaimed(from, by)).toEqual([
      'src/a.ts c',
      'src/a.ts e',
      'src/i.ts J',
      'src/i.ts l',
      'src/n.ts p',
    ]);
  });
});
