import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check } from '../../../src/language/check.ts';
import type { CheckedScript } from '../../../src/language/checked.ts';
import { explain, explainSteps } from '../../../src/language/explain/explain.ts';
import { makeSource } from '../../../src/language/source.ts';
import { shippedLibrary } from '../checker/library.ts';

const library = await shippedLibrary();
const folder = join(import.meta.dirname, '../../../scripts');

function shipped(): readonly CheckedScript[] {
  const sources = readdirSync(folder)
    .sort()
    .filter((file) => file.endsWith('.cutover'))
    .map((file) => makeSource(`scripts/${file}`, readFileSync(join(folder, file), 'utf8')));
  return [...check(sources, library).scripts.values()];
}

describe('explain', () => {
  test.each(shipped().map((script) => [script.name, script] as const))(
    'C06 %s',
    async (name, script) => {
      await expect(explainSteps(script, library)).toMatchFileSnapshot(`./golden/${name}.txt`);
    },
  );

  test('prints each word’s shell text once, and what they share', () => {
    for (const script of shipped()) {
      const text = explain(script, library);
      expect(text.startsWith(explainSteps(script, library))).toBe(true);
      for (const word of script.uses) expect(text.split(`\`${word}\` on posix\n`)).toHaveLength(2);
      expect(text).toContain(library.platforms['posix']?.trimEnd());
    }
  });

  test('says all that a reviewer has to believe, and that never goes back', () => {
    const text = `cutover 1
script odd "Odd" {
  platform posix
  param daemon: name
  param password: secret
  installed read-version "/v"
  check {
    run "/bin/look; rm -rf /" input: password
  }
  switch {
    stop daemon
    when device.name == "its" {
      run "/bin/drain" "it's {device.name}" "$(id)\\n" writes: [] undo {
        run "/bin/undrain" writes: ["/etc/x"]
      }
    }
    run "/bin/fuse" writes: [] irreversible "burns a fuse"
    start daemon
  }
  verify {
    running daemon
  }
}`;
    const checked = check([makeSource('odd.cutover', text)], library);
    expect(checked.diagnostics).toEqual([]);
    const said = explainSteps(checked.scripts.get('odd') as CheckedScript, library);
    expect(said).toContain('check.1: that "/bin/look; rm -rf /" only reads');
    expect(said).toContain('switch.2: that its `undo` block puts back all that `run` has done');
    expect(said).toContain('switch.2.undo.1: that "/bin/undrain" writes nothing but ["/etc/x"]');
    expect(said).toContain('NEVER: burns a fuse');
    expect(said).toContain(`'it'\\''s {device.name}'`);
    expect(said).toContain('only when device.name == "its"');
    expect(said).toContain("secret:input '{password}'");
  });
});
