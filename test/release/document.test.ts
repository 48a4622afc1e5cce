/** The examples in the documentation are ones that work. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadRelease } from '../../src/release/folder.ts';
import { formatInformation, parseInformation } from '../../src/release/information.ts';
import { formatLatest, parseLatest } from '../../src/release/latest.ts';

const page = readFileSync(new URL('../../docs/releases.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```(?:text|yaml)\n([^]*?)```/g)].map(([, block = '']) => block);
const blockWith = (text: string) => blocks.find((block) => block.startsWith(text)) ?? '';

test('docs/releases.md shows a version information file as it is', () => {
  const read = parseInformation(blockWith('cutover-release'));
  expect(read.ok && formatInformation(read.value)).toBe(blockWith('cutover-release'));
});

test('docs/releases.md shows a pointer file as it is', () => {
  const read = parseLatest(blockWith('cutover-latest'));
  expect(read.ok && formatLatest(read.value)).toBe(blockWith('cutover-latest'));
});

test('docs/releases.md shows a release.yaml that can be published', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-document-'));
  const example = blockWith('cutover: 1');
  writeFileSync(join(folder, 'release.yaml'), example);
  const files = [...example.matchAll(/file: (\S+)/g)].map(([, name = '']) => name);
  for (const name of files) writeFileSync(join(folder, name), name);
  const { release, diagnostics } = await loadRelease(folder, '2026-11-27T10:00:00Z');
  expect(diagnostics).toEqual([]);
  expect([...(release?.files.keys() ?? [])]).toEqual(files.map((name) => `core/3.0/${name}`));
  rmSync(folder, { recursive: true });
});
