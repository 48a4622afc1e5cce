/** docs/protocol.md shows the tables that run. `UPDATE=1 npx vitest run test/protocol/drawings.test.ts` draws them anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { drawings } from './drawings.ts';

const path = join(import.meta.dirname, '../../docs/protocol.md');

async function redrawn(text: string): Promise<string> {
  let page = text;
  for (const [name, draw] of Object.entries(drawings)) {
    const [open, close] = [`<!-- drawn: ${name} -->`, '<!-- end -->'];
    const from = page.indexOf(open);
    const to = page.indexOf(close, from);
    expect([name, from >= 0 && to > from]).toEqual([name, true]);
    const drawing = await format(draw(), { parser: 'markdown', printWidth: 100 });
    page = `${page.slice(0, from)}${open}\n\n${drawing}\n${page.slice(to)}`;
  }
  return page;
}

it('shows the tables as they are', async () => {
  const text = readFileSync(path, 'utf8');
  const page = await redrawn(text);
  if (process.env['UPDATE'] !== undefined) writeFileSync(path, page);
  else expect(text).toBe(page);
});
