/** The shipped plan with the shipped scripts and library, from the texts to what an operator reads. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseInventory } from '../../src/inventory/parse.ts';
import { loadLibrary } from '../../src/inventory/load-library.ts';
import { loadTexts } from '../../src/inventory/load-texts.ts';
import { check } from '../../src/language/check.ts';
import { makeSource } from '../../src/language/source.ts';
import { resolvePlan } from '../../src/planning/resolve.ts';
import { planText } from '../../src/planning/text/plan-text.ts';

const INVENTORY = `cutover: 1
servers: [{ url: ftp://127.0.0.1/pub }]
defaults: { transport: local }
devices:
  msc-01: { home: /tmp/msc }
  umg-01: { home: /tmp/umg, params: { root: /srv/umg } }
`;

const PACKAGES = [
  ['msc-server', 'msc-package'],
  ['umg', 'umg-package'],
].map(([script = '', artifact = '']) => ({
  script,
  artifact,
  variant: 'any',
  size: 3,
  sha256: 'a'.repeat(64),
  path: `core/3.0/${script}.tar.gz`,
}));

async function coreTo3() {
  const { library } = await loadLibrary();
  const { sources, bindings } = await loadTexts([
    fileURLToPath(new URL('../../scripts', import.meta.url)),
  ]);
  const { scripts, plans, diagnostics } = check(sources, library, bindings);
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  const plan = plans.find(({ file }) => file.endsWith('core-3.0.cutover'));
  const source = sources.find(({ file }) => file === plan?.file);
  const { inventory } = parseInventory(makeSource('inventory.yaml', INVENTORY), '/srv');
  if (!plan || !source || !inventory) throw new Error('the shipped plan is not there');
  return resolvePlan({
    plan,
    source,
    scripts,
    library,
    inventory,
    release: {
      name: 'core',
      version: '3.0',
      published: '2026-11-27T10:00:00Z',
      packages: PACKAGES,
    },
    hash: (text) => createHash('sha256').update(text).digest('hex'),
  });
}

test('the core plan resolves: the MSC server is prepared before the UMG', async () => {
  const { plan, problems } = await coreTo3();
  expect(problems).toEqual([]);
  expect(plan?.units.map(({ prepareRanks }) => prepareRanks)).toEqual([[['msc-01'], ['umg-01']]]);
  expect(Object.keys(plan?.primitives ?? {})).toContain('unpack');
});

test('its text shows values in place, the way back and what is stopped', async () => {
  const { plan } = await coreTo3();
  const text = plan === undefined ? '' : planText(plan);
  expect(text).toMatch(/link \"\/srv\/umg\/current\" to: \"\/srv\/umg\/releases\/3\.0\"/);
  expect(text).toMatch(/services stopped\n +\"umg\": down at most /);
  expect(text).toMatch(/way back, last first\n +line \d+, start \"umg\"/);
});
