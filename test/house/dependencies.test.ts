/** Every dependency is pinned, wanted, and has its sentence: why it, and not another. */
import { describe, expect, test } from 'vitest';
import { ownFiles, textOf } from './tree.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(textOf('package.json')) as Manifest;
const all = {
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...manifest.optionalDependencies,
};
const decisions = ownFiles('.md')
  .filter((path) => path.startsWith('docs/decisions/'))
  .map(textOf)
  .join('\n');

describe('dependencies', () => {
  test('each has its sentence in docs/decisions', () => {
    const without = Object.keys(all).filter((name) => !decisions.includes(`\`${name}\``));
    expect(without).toEqual([]);
  });

  test('each is one exact version', () => {
    const loose = Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
  });

  test('at most twelve are needed at run time', () => {
    expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(12);
  });
});
