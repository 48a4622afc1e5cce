/** The examples in the documentation are ones that work. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadRelease } from '../../src/release/folder.ts';
import { formatRoot, parseRoot } from '../../src/release/formats/root.ts';
import { formatSnapshot, parseSnapshot } from '../../src/release/formats/snapshot.ts';
import { formatTimestamp, parseTimestamp } from '../../src/release/formats/timestamp.ts';
import { formatVersions, parseVersions } from '../../src/release/formats/versions.ts';

const page = readFileSync(new URL('../../docs/releases.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```(?:text|yaml)\n([^]*?)```/g)].map(([, block = '']) => block);
const blockWith = (text: string) => blocks.find((block) => block.startsWith(text)) ?? '';

/** Without the signatures, which the page only hints at. */
const body = (head: string) => blockWith(head).replace(/signature .*\n/g, '');

test('docs/releases.md shows each file as it is', () => {
  const root = parseRoot(body('cutover-root'));
  expect(root.ok && formatRoot(root.value)).toBe(body('cutover-root'));
  const timestamp = parseTimestamp(body('cutover-timestamp'));
  expect(timestamp.ok && formatTimestamp(timestamp.value)).toBe(body('cutover-timestamp'));
  const snapshot = parseSnapshot(body('cutover-snapshot'));
  expect(snapshot.ok && formatSnapshot(snapshot.value)).toBe(body('cutover-snapshot'));
  const versions = parseVersions(body('cutover-versions'));
  expect(versions.ok && formatVersions(versions.value)).toBe(body('cutover-versions'));
});

test('docs/releases.md names each code of a refusal', () => {
  const source = readFileSync(
    new URL('../../src/release/trust/refusal.ts', import.meta.url),
    'utf8',
  );
  const codes = [...source.matchAll(/^ {2}\| '([\w-]+)'/gm)].map(([, code = '']) => code);
  expect(codes.length).toBeGreaterThan(10);
  expect(codes.filter((code) => !page.includes(`| \`${code}\` |`))).toEqual([]);
});

test('docs/releases.md shows a release.yaml that can be published', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-document-'));
  const example = blockWith('cutover: 1');
  writeFileSync(join(folder, 'release.yaml'), example);
  const files = [...example.matchAll(/file: (\S+)/g)].map(([, name = '']) => name);
  for (const name of files) writeFileSync(join(folder, name), name);
  const { release, diagnostics } = await loadRelease(folder);
  expect(diagnostics).toEqual([]);
  expect([...(release?.files.keys() ?? [])]).toEqual(files.map((name) => `core/3.0/${name}`));
  rmSync(folder, { recursive: true });
});
