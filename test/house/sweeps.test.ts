/** What `npm run check` takes a sample of, `npm test` takes whole. */
import { expect, test } from 'vitest';
import { ownFiles, textOf } from './tree.ts';

test('each test that may take a sample is listed among the sweeps', () => {
  const config = textOf('vitest.config.ts');
  const [, sweeps = ''] = /name: 'sweeps'[\s\S]*?include: \[([^\]]*)\]/.exec(config) ?? [];
  const listed = [...sweeps.matchAll(/'([^']*)'/g)].map(([, path]) => path);
  const sampled = ownFiles('.ts').filter((path) => /from '[./]*\/reach\.ts'/.test(textOf(path)));
  expect(sampled.length).toBeGreaterThan(0);
  expect(listed.sort()).toEqual(sampled);
});
