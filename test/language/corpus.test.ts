/** Runs every chunk of test/diagnostics (F1–F4); `chunks.ts` says how they are written. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadLibrary } from '../../src/inventory/load-library.ts';
import { check } from '../../src/language/check.ts';
import type { Library } from '../../src/language/checked.ts';
import { areas as codeAreas } from '../../src/language/codes/index.ts';
import type { Diagnostic } from '../../src/language/diagnostic.ts';
import { parse } from '../../src/language/parse.ts';
import { makeSource } from '../../src/language/source.ts';
import type { Source } from '../../src/language/source.ts';
import { areasIn, chunksIn } from './corpus/chunks.ts';
import { differences } from './corpus/differences.ts';

const folder = join(import.meta.dirname, '../diagnostics');
/** Bindings that do nothing, under the names that the chunks give theirs; `half.sh` can't undo. */
const bindings = {
  'posix.sh': 'apply() { :; }\nundo() { :; }\nhold() { :; }\n',
  'half.sh': 'apply() { :; }\n',
  'windows.cmd': 'rem\n',
};
/** What would be unreadable in a corpus file: limits.test.ts shows them. */
const elsewhere = new Set(['E0119', 'E0120', 'E0122', 'E0124']);
let library: Library;

/** Areas that are not handed to the whole checker. */
const readers: Readonly<Record<string, (source: Source) => readonly Diagnostic[]>> = {
  syntax: (source) => parse(source).diagnostics,
};

function checkWhole(source: Source): readonly Diagnostic[] {
  return check([source], library, { [source.file]: bindings }).diagnostics;
}

beforeAll(async () => {
  ({ library } = await loadLibrary());
});

describe.each(areasIn(folder))('%s', (area) => {
  const chunks = chunksIn(folder, area);

  test.each(chunks)('$name', (chunk) => {
    const found = (readers[area] ?? checkWhole)(makeSource(chunk.name, chunk.text));
    expect(differences(chunk, found)).toEqual([]);
  });

  test('shows every code of the area', () => {
    const shown = new Set(chunks.flatMap(({ expected }) => expected.map(({ code }) => code)));
    const missing = Object.keys(codeAreas[area] ?? {}).filter(
      (code) => !shown.has(code) && !elsewhere.has(code),
    );
    expect(missing).toEqual([]);
  });
});
