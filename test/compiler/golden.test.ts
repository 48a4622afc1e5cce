/** Compiled programs as texts: to the byte as they were read once, and nothing for shellcheck to find. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import { joinedText } from '../../src/device/agent.ts';
import { check } from '../../src/language/check.ts';
import type { CheckedScript, Library } from '../../src/language/checked.ts';
import { makeSource } from '../../src/language/source.ts';
import { allShells } from '../device/kit/shells.ts';
import { generated } from './scripts.ts';
import { kinds, loadShipped, type Shipped } from './shipped-scripts.ts';

let shipped: Shipped;
beforeAll(async () => {
  shipped = await loadShipped();
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function compiled(script: CheckedScript, library: Library, hash = sha256): string {
  const artifacts = Object.fromEntries(
    script.artifacts.map((name) => [name, `any 1000 ${'ab'.repeat(32)} core/3.0/${name}.tar.gz`]),
  );
  const release = { name: 'core', version: '3.0' };
  return compile({ script, library, platform: 'posix', release, artifacts, sha256: hash });
}

/** The words' own texts have tests of their own; here they would hide what is compiled. */
function withoutBindings(library: Library): Library {
  const primitives = [...library.primitives].map(
    ([name, primitive]) =>
      [name, { ...primitive, bindings: { posix: 'apply() { :; }\n' } }] as const,
  );
  return { primitives: new Map(primitives), platforms: { posix: '# shared\n' } };
}

test.each(kinds)('B05 %s as a program', async (kind) => {
  const text = compiled(shipped.script(kind), withoutBindings(shipped.library), () =>
    '0'.repeat(64),
  );
  await expect(text).toMatchFileSnapshot(`golden/${kind}.posix.txt`);
});

test('B05 its head names the SHA-256 of the script, and of each word that it uses', () => {
  const script = shipped.script('umg');
  const text = compiled(script, shipped.library);
  expect(text).toContain(`program_script_sha256=${sha256(script.text)}\n`);
  for (const name of script.uses) {
    const primitive = shipped.library.primitives.get(name);
    expect(text).toContain(`#   ${sha256(primitive?.text ?? '')}\n`);
    expect(text).toContain(`#   ${sha256(primitive?.bindings['posix'] ?? '')}\n`);
  }
});

test('B05 the same script gives the same text, and is ASCII where the script is', () => {
  for (const kind of kinds) {
    const text = compiled(shipped.script(kind), shipped.library);
    expect(compiled(shipped.script(kind), shipped.library)).toBe(text);
    expect(/[^\n\t -~]/.exec(joinedText(text))).toBeNull();
  }
});

test('B05 shellcheck finds nothing, and each shell reads it', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-golden-'));
  const scripts = fc
    .sample(generated, { numRuns: 6, seed: 20261122 })
    .flatMap((text) => [
      ...check([makeSource('generated.cutover', text)], shipped.library).scripts.values(),
    ]);
  expect(scripts.length).toBe(6);
  const files = [...kinds.map((kind) => shipped.script(kind)), ...scripts].map((script, at) => {
    const file = join(folder, `${String(at)}.sh`);
    const program = compiled(script, shipped.library);
    writeFileSync(file, at === 0 ? joinedText(program) : program);
    return file;
  });
  const said = spawnSync('shellcheck', ['-s', 'sh', ...files], { encoding: 'utf8' });
  expect([said.stdout, said.status]).toEqual(['', 0]);
  // ksh93 says there what it would write otherwise; what counts is whether it can be read.
  const read = allShells.flatMap(({ command: [name, ...args] }) =>
    files.map((file) => spawnSync(name, [...args, '-n', file]).status),
  );
  expect(new Set(read)).toEqual(new Set([0]));
  rmSync(folder, { recursive: true });
});
