/**
 * The runner's shell functions against the language's own: versions, numbers, narrowing, conditions. Whatever text a
 * device gives, a controller and an agent read the same in it.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Datum, ScalarType, Type } from '../../../src/language/checked.ts';
import { compareData, compareVersions, narrow } from '../../../src/language/evaluate.ts';
import { compareDebianVersions } from '../../../src/language/values/debian-version.ts';
import { renderScalar } from '../../../src/language/values/render.ts';
import { debianLike, narrowings, sample, textOf, versionLike } from './value-cases.ts';
import { kit, quoted } from '../kit/session.ts';
import { allShells, type ShellKind } from '../kit/shells.ts';

const parts = ['numbers', 'versions', 'values', 'conditions', 'params', 'causes', 'run'].map(
  (name) => readFileSync(new URL(`../../../src/device/agent/${name}.sh`, import.meta.url), 'utf8'),
);
const prelude = `kit_home=/none kit_token=x kit_hash=x\n${kit}\n${parts.join('\n')}\n`;
const bytesOf = (text: string): string => Buffer.from(text).toString('latin1');

/** Each script's own output, from one shell for all of them. */
function sayEach(shell: ShellKind, scripts: readonly string[]): readonly string[] {
  const [command, ...args] = shell.command;
  const mark = '@@ 7f3a @@';
  const input = scripts.map((script) => `${script}\nkit_put '${mark}'\n`).join('');
  const ran = spawnSync(command, args, {
    input: Buffer.from(prelude + bytesOf(input), 'latin1'),
    maxBuffer: 2 ** 26,
  });
  const said = ran.stdout.toString().split(mark);
  if (said.length !== scripts.length + 1)
    throw new Error(`${shell.name} stopped after ${String(said.length)}: ${ran.stderr.toString()}`);
  return said.slice(0, -1);
}

/** All but yash in the locale C, which reads ASCII alone (docs/device-kit.md): it never sees what is bad. */
const readsBytes = allShells.filter(({ asciiOnly }) => asciiOnly !== true);

describe.each(allShells)('$name', (shell) => {
  it('orders versions as the language does', () => {
    const near = sample(fc.tuple(versionLike, versionLike), 400);
    const same = sample(versionLike, 60).map((text) => [text, text.replace('.0', '')] as const);
    const pairs = [...near, ...same];
    const said = sayEach(
      shell,
      pairs.map(([a, b]) => `run_compare_versions ${quoted(a)} ${quoted(b)}; kit_put "$run_order"`),
    );
    expect(said).toEqual(pairs.map(([a, b]) => String(Math.sign(compareVersions(a, b)))));
    expect(new Set(said).size).toBe(3);
  });

  it('orders Debian versions as the language does', () => {
    const pairs = sample(fc.tuple(debianLike, debianLike), 500);
    const said = sayEach(
      shell,
      pairs.map(
        ([a, b]) => `run_compare_debian_versions ${quoted(a)} ${quoted(b)}; kit_put "$run_order"`,
      ),
    );
    expect(said).toEqual(pairs.map(([a, b]) => String(Math.sign(compareDebianVersions(a, b)))));
  });

  it('orders numbers of any length', () => {
    const number = fc
      .tuple(fc.constantFrom('', '-'), textOf('0123456789', 40))
      .map(([sign, text]) => `${sign}1${text}`);
    const near = number.chain((text) =>
      fc.tuple(fc.constant(text), fc.constantFrom(text, `${text}0`, text.slice(0, -1) + '5')),
    );
    const pairs = sample(fc.oneof(fc.tuple(number, number), near), 300).filter((pair) =>
      pair.every((text) => /\d/.test(text)),
    );
    const said = sayEach(
      shell,
      pairs.map(([a, b]) => `run_compare_numbers ${quoted(a)} ${quoted(b)}; kit_put "$run_order"`),
    );
    const order = (a: bigint, b: bigint): string => (a < b ? '-1' : a > b ? '1' : '0');
    expect(said).toEqual(pairs.map(([a, b]) => order(BigInt(a), BigInt(b))));
  });

  it('rounds milliseconds up to seconds', () => {
    const times = [
      '0',
      '1',
      '999',
      '1000',
      '1001',
      '1500',
      '9000',
      '9001',
      '999999',
      '9007199254740991',
    ];
    const said = sayEach(
      shell,
      times.map((ms) => `run_seconds ${ms}; kit_put "$run_rendered"`),
    );
    expect(said).toEqual(times.map((ms) => renderScalar(Number(ms), 'duration')));
  });

  it('A09 reads texts as each type, or refuses them in the same words', () => {
    const cases = narrowings.filter(
      ({ text }) => shell.asciiOnly !== true || /^[\0-\x7f]*$/.test(text),
    );
    const said = sayEach(
      shell,
      cases.map(
        ({ type, text }) =>
          `if run_narrow ${type} ${quoted(text)}; then kit_put "yes $run_value"; else kit_put "no $run_problem"; fi`,
      ),
    );
    const wanted = cases.map(({ type, text }) => told(narrow(text, type)));
    expect(said.map((each, at) => ({ ...cases[at], each }))).toEqual(
      wanted.map((each, at) => ({ ...cases[at], each })),
    );
    expect(cases.filter((_, at) => said[at]?.startsWith('yes') === true).length).toBeGreaterThan(
      200,
    );
  });

  it('decides conditions as the language does', () => {
    const cases = sample(conditions, 300);
    const said = sayEach(
      shell,
      cases.map(({ type, op, left, right }) =>
        [
          'if run_holds',
          type,
          quoted(String(left)),
          quoted(op),
          ...right.map((each) => quoted(String(each))),
          '; then kit_put yes; else kit_put no; fi',
        ].join(' '),
      ),
    );
    expect(said).toEqual(cases.map((each) => (decide(each) ? 'yes' : 'no')));
    expect(new Set(said).size).toBe(2);
  });
});

function told(read: ReturnType<typeof narrow>): string {
  return read.ok ? `yes ${String(read.value)}` : `no ${read.problem}`;
}

interface Condition {
  readonly type: ScalarType;
  readonly op: '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in';
  readonly left: Datum;
  readonly right: readonly Datum[];
}
const operators = ['==', '!=', '<', '<=', '>', '>=', 'in'] as const;
const operand: Readonly<Partial<Record<ScalarType, fc.Arbitrary<Datum>>>> = {
  integer: fc.constantFrom(-2147483647, -1, 0, 1, 9, 10, 2147483647),
  size: fc.constantFrom(
    0,
    1024,
    2 ** 31,
    2 ** 40,
    Number.MAX_SAFE_INTEGER,
    Number.MAX_SAFE_INTEGER - 1,
  ),
  version: fc.constantFrom('3.0', '3.0.0', '3.10', '3.9', '3.0-rc.1', 'v3.0+x'),
  'debian-version': fc.constantFrom('1:1.0', '2.0', '2.0~rc1', '2.0-1', '0:2.0'),
  text: fc.constantFrom('', 'a', ' a', '-n', '(', '!', '*', 'a\nb', "'", '\\'),
  boolean: fc.constantFrom(true, false),
};
const conditions: fc.Arbitrary<Condition> = fc.oneof(
  ...Object.entries(operand).map(([type, values]) =>
    fc
      .record({
        type: fc.constant(type as ScalarType),
        op: fc.constantFrom(
          ...operators.filter(
            (op) =>
              /^(integer|size|.*version)$/.test(type) ||
              (/[=!]=|in/.test(op) && op.length === 2 && !/[<>]/.test(op)),
          ),
        ),
        left: values,
        right: fc.array(values, { minLength: 1, maxLength: 3 }),
      })
      .map((each) => (each.op === 'in' ? each : { ...each, right: each.right.slice(0, 1) })),
  ),
);

function decide({ type, op, left, right }: Condition): boolean {
  const orders = right.map((each) => compareData(left, each, type as Type));
  const order = orders[0] ?? 0;
  switch (op) {
    case 'in':
      return orders.includes(0);
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

describe.each(readsBytes)('$name', (shell) => {
  it('refuses bytes that are not UTF-8, and what stands for them', () => {
    const bad = [
      'a\\377',
      '\\200',
      '\\300\\200',
      '\\355\\240\\200',
      '\\364\\220\\200\\200',
      '\\342\\202',
      'x\\357\\277\\275',
    ];
    const said = sayEach(
      shell,
      bad.map(
        (bytes) =>
          `run_text=$(printf '${bytes}'); for run_t in text path name; do run_narrow $run_t "/$run_text" || kit_put "$run_problem,"; done`,
      ),
    );
    expect(new Set(said)).toEqual(new Set(['it holds bytes that are not UTF-8,'.repeat(3)]));
  });
});
