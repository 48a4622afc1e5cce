/** docs/primitives.md is what the declarations say. `UPDATE=1 npx vitest run test/primitives/reference.test.ts` writes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { loadLibrary, shippedPrimitives } from '../../src/inventory/load-library.ts';
import { bindings, folders } from '../device/kit/rig.ts';
import { reference } from './reference.ts';

const file = new URL('../../docs/primitives.md', import.meta.url);

async function written(): Promise<string> {
  const { library } = await loadLibrary();
  const words = [...library.primitives.values()].map((primitive) => ({
    primitive,
    folder: folders.get(primitive.name) ?? '',
  }));
  words.sort((one, other) => one.folder.localeCompare(other.folder));
  return await format(reference(words), { parser: 'markdown', printWidth: 100, singleQuote: true });
}

it('every declaration is right', async () => {
  const { library, diagnostics } = await loadLibrary(shippedPrimitives());
  expect(diagnostics).toEqual([]);
  expect([...library.primitives.keys()].sort()).toEqual([...bindings.keys()].sort());
});

it('C04: the reference is what the declarations say', async () => {
  const text = await written();
  if (process.env['UPDATE'] !== undefined) writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
});
