/** Texts to be read as types and compared: good ones, hostile ones, and drawn ones. CUTOVER_SEED draws others. */
import fc from 'fast-check';
import type { ScalarType } from '../../../src/language/checked.ts';

const seed = Number(process.env['CUTOVER_SEED'] ?? 20261122);
export const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number): readonly T[] =>
  fc.sample(arbitrary, { numRuns: count, seed });

export const textOf = (characters: string, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...characters), maxLength });
const digits = textOf('0123456789', 24);
const identifier = textOf('019abzABZ-', 6);
export const versionLike = fc
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
export const debianLike = fc
  .tuple(
    fc.constantFrom('', '0:', '1:', '01:', '1234567890:', ':'),
    textOf('0129az.+~:-A', 12),
    textOf('-019~.+', 5),
  )
  .map((all) => all.join(''));

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
export const narrowings = [
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
            textOf('/.a:- ', 8),
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
