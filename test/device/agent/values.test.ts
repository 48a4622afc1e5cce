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
import { kit, quoted } from '../kit/session.ts';
import { allShells, type ShellKind } from '../kit/shells.ts';

const parts = ['numbers', 'versions', 'values', 'conditions', 'params', 'run'].map((name) =>
  readFileSync(new URL(`../../../src/device/agent/${name}.sh`, import.meta.url), 'utf8'),
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

const seed = Number(process.env['CUTOVER_SEED'] ?? 20261122);
const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number): readonly T[] =>
  fc.sample(arbitrary, { numRuns: count, seed });

const of = (characters: string, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...characters), maxLength });
const digits = of('0123456789', 24);
const identifier = of('019abzABZ-', 6);
const versionLike = fc
  .tuple(
    fc.constantFrom('', 'v', 'V'),
    fc.array(fc.oneof(fc.constantFrom('0', '1', '01', '10', '9', ''), digits), { maxLength: 5 }),
    fc.array(fc.oneof(identifier, fc.constantFrom('1', '02', '10', 'rc'), digits), {
      maxLength: 3,
    }),
    fc.constantFrom('', '+build.1', '+', '+a+b', '-'),
  )
  .map(
    ([v, core, pre, build]) =>
      v + core.join('.') + (pre.length > 0 ? '-' : '') + pre.join('.') + build,
  );
const debianLike = fc
  .tuple(
    fc.constantFrom('', '0:', '1:', '01:', '1234567890:', ':'),
    of('0129az.+~:-A', 12),
    of('-019~.+', 5),
  )
  .map((all) => all.join(''));

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
      .tuple(fc.constantFrom('', '-'), of('0123456789', 40))
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

  it.skipIf(shell.asciiOnly === true)(
    'refuses bytes that are not UTF-8, and what stands for them',
    () => {
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
    },
  );

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

const types: readonly ScalarType[] = [
  'text',
  'path',
  'name',
  'host',
  'url',
  'version',
  'debian-version',
  'size',
  'duration',
  'integer',
  'boolean',
  'file',
  'secret',
  'artifact',
];
const good = [
  '/opt/umg',
  '/',
  '/a b/c',
  "/it's $HOME/`x`",
  'C:/x',
  'HKLM:/SOFTWARE/UMG',
  '/é',
  'umg',
  'a@b:c+~-d',
  '127.0.0.1',
  'fe80::1%eth0',
  '::1',
  'a.b.example.',
  'http://127.0.0.1:8080/health',
  'ftp://[::1]/x?y=z#q',
  '3.0',
  'v3.0.1-rc.2+b',
  '1:2.36-9+deb12u4',
  '2GiB',
  '0B',
  '8191TiB',
  '9007199254740991B',
  '30s',
  '1500ms',
  '2d',
  '007',
  '-0',
  '-12',
  '2147483647',
  'true',
  'false',
  'a_b-c.d',
];
const bad = [
  '',
  ' ',
  '..',
  '/..',
  '/a/../b',
  '/a/./b',
  '/a//b',
  '/a/',
  '//',
  'a/b',
  '-x',
  '/a*',
  '/a?',
  '/a[',
  '/a]',
  '/a\\b',
  '/a\tb',
  '/a\nb',
  '/\u202eb',
  'ABCDEFGHI:/x',
  'C:x',
  '1.',
  '.1',
  '1..2',
  '1.-',
  '3.0-',
  '3.0+',
  '1234567890123456',
  '2gib',
  '2 GiB',
  '99999999999TiB',
  '8193TiB',
  '9007199254740992B',
  '1x',
  'constructor',
  '1constructor',
  '2147483648',
  '-2147483649',
  '1e3',
  '0x10',
  '+1',
  'TRUE',
  'a..b',
  '-a.b',
  'a-.b',
  `${'a'.repeat(64)}.b`,
  '%',
  '::%',
  ':',
  'http:/x',
  'http://',
  'http://a b',
  'HTTP://x',
  'http://a"b',
  'http://a^b',
  'http://a{b',
  '(',
  '!',
  '-n',
  '=',
  'a=b',
  '\\',
  '$(id)',
  '`id`',
  '*',
  "'",
  '"',
  'x'.repeat(256),
  'x'.repeat(255),
  `/${'x'.repeat(1024)}`,
  `/${'é'.repeat(1023)}`,
  `/${'é'.repeat(1024)}`,
  `/${'😀'.repeat(512)}`,
  `http://${'x'.repeat(2042)}`,
];
const around = ['', ' ', '\t', '\r', '\v\f', '\u00a0', '\u3000\u2028', '\ufeff', ' \n '];
const anything = fc.string({ unit: 'binary', maxLength: 12 });
const narrowings = [
  ...types.flatMap((type) => [...good, ...bad].map((text) => ({ type, text }))),
  ...sample(
    fc.record({
      type: fc.constantFrom(...types),
      text: fc
        .tuple(
          fc.constantFrom(...around),
          fc.oneof(
            fc.constantFrom(...good, ...bad),
            versionLike,
            debianLike,
            anything,
            of('/.a:- ', 8),
          ),
          fc.constantFrom(...around),
        )
        .map((all) => all.join('')),
    }),
    400,
  ),
  { type: 'text' as const, text: 'x'.repeat(131_000) },
  { type: 'text' as const, text: 'x'.repeat(131_001) },
].filter(({ text }) => text.isWellFormed() && !/[\0\ufffd]/.test(text));

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
