/** The example in the documentation is one that works. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseInventory } from '../../src/inventory/parse.ts';
import { makeSource } from '../../src/language/source.ts';

const page = readFileSync(new URL('../../docs/inventory.md', import.meta.url), 'utf8');

test('docs/inventory.md shows an inventory with nothing wrong in it', () => {
  const [, example = ''] = /```yaml\n([^]*?)```/.exec(page) ?? [];
  const { inventory, diagnostics } = parseInventory(makeSource('example', example), '/srv');
  expect(diagnostics).toEqual([]);
  expect([...(inventory?.devices.keys() ?? [])]).toEqual(['msc-01', 'umg-01', 'test-box']);
});
