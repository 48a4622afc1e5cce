/** Values that look like code reach the device as they are, to the byte: F8. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBench } from './harness/bench.ts';
import type { Bench } from './harness/bench.ts';
import { healthsOf, said } from './harness/expectations.ts';
import { judging } from './harness/judged.ts';
import { whyNoMachines } from './harness/machine.ts';

const hostile = [
  "'; rm -rf / #",
  'two  blanks, one at the end ',
  '$(id) `id` ${HOME} $((1+1))',
  'one\ntwo\n\n',
  '-rf',
  '"double" \\backslash\\ \\n',
  '*?[a-z] ~ !! & | < > ;',
  '{braces} {{twice}}',
  'é — 例 🚀',
  'tab\there',
  '\u001b]0;owned\u0007\u202egnp.exe',
  "'\\''",
  '--',
  '',
] as const;

const why = whyNoMachines();

describe.skipIf(why !== undefined)(`values${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let bench: Bench;
  let inventory: string;

  beforeAll(async () => {
    bench = await openBench();
    inventory = readFileSync(bench.site.inventory, 'utf8');
  });
  beforeEach(async () => {
    await bench.reset();
  });
  afterEach(() => {
    writeFileSync(bench.site.inventory, inventory);
  });
  afterAll(async () => {
    await bench.site.close();
  });

  const names = hostile.map((_, at) => `value-${String(at)}`);

  /** Each value written to a file and given as an argument, while staging and while switching. */
  function writeSteps(): void {
    const params = names.map((name) => `  param ${name}: text\n`).join('');
    bench.edit('msc-server.cutover', '  let live =', `${params}\n  let live =`);
    const stage = names.map((name) => `    write "{next}/etc/${name}" text: ${name}\n`).join('');
    bench.edit(
      'msc-server.cutover',
      '    unpack bundle into: next within 2m\n',
      `    unpack bundle into: next within 2m\n${stage}${argumentsTo('{next}/etc/arguments', '{next}/etc')}`,
    );
    const inSwitch = names
      .map((name) => `    write "{root}/etc/${name}" text: "<{${name}}>"\n`)
      .join('');
    bench.edit(
      'msc-server.cutover',
      '    stop daemon\n',
      `    stop daemon\n${inSwitch}${argumentsTo('{root}/etc/arguments', '{root}/etc')}`,
    );
  }

  function argumentsTo(file: string, writes: string): string {
    const program = String.raw`for a do printf '%s\\0' \"$a\"; done >\"$0\"`;
    return `    run "/bin/sh" "-c" "${program}" "${file}" ${names.join(' ')} writes: ["${writes}"]\n`;
  }

  async function expectLiterals(): Promise<void> {
    const { root } = bench.site.device('msc-01').layout;
    const ordered = await bench.publish('core');
    const judged = await judging(bench.site, { ...ordered, unusable: ['msc-server'] });
    const ended = await judged.run(bench.site.plan('core-3.0.cutover'));
    expect(ended.code, said(ended)).toBe(0);
    const read = (file: string): string => readFileSync(join(root, file), 'utf8');
    for (const [at, value] of hostile.entries()) {
      expect(read(`releases/3.0/etc/value-${String(at)}`)).toBe(value);
      expect(read(`etc/value-${String(at)}`)).toBe(`<${value}>`);
    }
    const all = hostile.map((value) => `${value}\0`).join('');
    expect(read('releases/3.0/etc/arguments')).toBe(all);
    expect(read('etc/arguments')).toBe(all);
    expect(await healthsOf(bench.site)).toEqual(['200 ok 3.0', '200 ok 3.0']);
    await judged.expectNoViolation();
  }

  test('F8 S14: from the inventory', async () => {
    writeSteps();
    // JSON is YAML, and its escapes are YAML's; but what turns the writing must be escaped here.
    const json = (value: string): string => JSON.stringify(value).replace('\u202e', '\\u202e');
    const values = hostile.map((value, at) => `${names[at] ?? ''}: ${json(value)}`);
    writeFileSync(
      bench.site.inventory,
      inventory.replace(/daemon: msc-server/, `daemon: msc-server, ${values.join(', ')}`),
    );
    await expectLiterals();
  });

  test('F8 S14: from the plan', async () => {
    writeSteps();
    const values = hostile.map((value, at) => `${names[at] ?? ''}: ${written(value)}`);
    bench.edit(
      'core-3.0.cutover',
      '"msc-*" runs msc-server',
      `"msc-*" runs msc-server with ${values.join(' ')}`,
    );
    await expectLiterals();
  });

  test('F8: from the script itself', async () => {
    writeSteps();
    for (const [at, value] of hostile.entries())
      bench.edit(
        'msc-server.cutover',
        `  param value-${String(at)}: text\n`,
        `  param value-${String(at)}: text = ${written(value)}\n`,
      );
    await expectLiterals();
  });
});

/** As a text of the language. */
function written(value: string): string {
  const marks: Readonly<Record<string, string>> = {
    '\\': '\\\\',
    '"': '\\"',
    '\n': '\\n',
    '\t': '\\t',
    '{': '{{',
  };
  // eslint-disable-next-line no-control-regex -- control characters are written by their number
  const escaped = value.replace(/[\\"\n\t{\u0000-\u001f\u202e]/g, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return marks[character] ?? `\\u{${code.toString(16)}}`;
  });
  return `"${escaped}"`;
}
