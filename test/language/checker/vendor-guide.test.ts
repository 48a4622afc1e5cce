/** docs/guides/vendor.md: what it shows is right not only as text; whoever copies it has a script, a plan and a word that check. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check } from '../../../src/language/check.ts';
import { makeSource } from '../../../src/language/source.ts';
import { codeBlocksOf } from '../../house/markdown.ts';
import { shippedLibrary } from './library.ts';

const library = await shippedLibrary();
const guide = readFileSync(join(import.meta.dirname, '../../../docs/guides/vendor.md'), 'utf8');
const blocks = codeBlocksOf(guide);

/** The rows of `| type | for example | …`, without the marks of code. */
function examples(): readonly (readonly [type: string, example: string])[] {
  const table = guide.split('| type | for example |')[1]?.split('\n\n')[0] ?? '';
  return [...table.matchAll(/^\| `([^`]+)` \|(?: `([^`]+)`)? \|/gm)].map(
    ([, type = '', example = '']) => [type, example] as const,
  );
}

/** Each param in a `require`, so that none is unused; a secret where one is taken. */
function scriptWith(type: string, example: string): string {
  const isSecret = type === 'secret';
  const given = isSecret ? 'param it: secret' : `param it: ${type} = ${example}`;
  const use = isSecret
    ? '    run "/bin/true" input: it\n'
    : type.startsWith('list')
      ? '    for one in it {\n      disk-free one at-least: 1MiB\n    }\n'
      : `    require it == ${example} else "another"\n`;
  return `cutover 1\n\nscript s "S" {\n  platform posix\n\n  ${given}\n\n  installed read-version "/v"\n\n  check {\n${use}  }\n\n  switch {\n    link "/a" to: "/b"\n  }\n\n  verify {\n    running "s"\n  }\n}\n`;
}

describe('the vendor’s guide', () => {
  test('C04: its script, plan and primitive check together, without a finding', () => {
    const sources = blocks
      .filter(({ tag }) => tag === 'cutover')
      .map(({ text, line }) => makeSource(`vendor-${String(line)}`, text));
    const binding = blocks.find(({ tag }) => tag === 'sh')?.text ?? '';
    const bindings = Object.fromEntries(sources.map(({ file }) => [file, { 'posix.sh': binding }]));
    const checked = check(sources, library, bindings);
    expect(checked.diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
    expect([...checked.scripts.keys()]).toEqual(['broker']);
    expect(checked.plans.map(({ title }) => title)).toEqual(['Brokers to 4.1']);
    expect([...checked.primitives.keys()]).toEqual(['acme-flag']);
  });

  test('C04: it has every type that a param may be', () => {
    const types = /types are (.*), and/i.exec(
      check([makeSource('x', scriptWith('nothing', '1'))], library).diagnostics.find(
        ({ code }) => code === 'E0212',
      )?.notes[0] ?? '',
    );
    const wanted = (types?.[1] ?? '').split(', ').filter((type) => !/^(file|artifact)$/.test(type));
    expect(wanted.length).toBeGreaterThan(10);
    const shown = examples().map(([type]) => type.replace(/^list of .*/, 'list'));
    expect([...shown].sort()).toEqual([...wanted, 'list'].sort());
  });

  test.each(examples())('C04: the example of %s is one: %s', (type, example) => {
    const source = makeSource('types.cutover', scriptWith(type, example));
    const { diagnostics } = check([source], library);
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });
});
