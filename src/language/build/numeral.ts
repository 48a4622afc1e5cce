/** `5`, `2GiB`, `30s`, `20%`: what a numeral is. Where it is none, the nearest thing stands in for it. */
import type { IToken } from 'chevrotain';
import { nearest } from '../nearest.ts';
import type { IntegerNode, QuantityNode } from '../tree.ts';
import { complain } from './builder.ts';
import type { Builder } from './builder.ts';
import { tokenSpan } from './cst.ts';

type Kind = QuantityNode['kind'];

const day = 86_400_000;
const units: Readonly<Record<string, readonly [Kind, number]>> = {
  B: ['size', 1],
  KiB: ['size', 2 ** 10],
  MiB: ['size', 2 ** 20],
  GiB: ['size', 2 ** 30],
  TiB: ['size', 2 ** 40],
  ms: ['duration', 1],
  s: ['duration', 1000],
  m: ['duration', 60_000],
  h: ['duration', 3_600_000],
  d: ['duration', day],
  '%': ['percent', 100],
};

/** What people write who are used to other units. */
const others: Readonly<Record<string, string>> = {
  k: 'KiB',
  kb: 'KiB',
  mb: 'MiB',
  g: 'GiB',
  gb: 'GiB',
  t: 'TiB',
  tb: 'TiB',
  byte: 'B',
  bytes: 'B',
  msec: 'ms',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  hour: 'h',
  hours: 'h',
  day: 'd',
  days: 'd',
};

export function buildNumeral(builder: Builder, token: IToken): IntegerNode | QuantityNode {
  const [, digits = '', unit = ''] = /^(\d+)(.*)$/.exec(token.image) ?? [];
  const span = tokenSpan(token);
  const count = Number(digits);
  const known = units[unit];
  if (known === undefined && unit !== '') return misread(builder, token, count, unit);
  const [kind, factor] = known ?? ['integer' as const, 1];
  const value = count * factor;
  if (value > (kind === 'duration' ? 366 * day : Number.MAX_SAFE_INTEGER)) {
    complain(builder, 'E0123', span, { message: `\`${token.image}\` is too large` });
    return { kind: 'integer', value: 0, span };
  }
  return kind === 'integer' ? { kind, value, span } : { kind, value, text: token.image, span };
}

function misread(
  builder: Builder,
  token: IToken,
  count: number,
  unit: string,
): IntegerNode | QuantityNode {
  const span = tokenSpan(token);
  const meant = others[unit.toLowerCase()] ?? nearest(unit, Object.keys(units));
  const fraction = /^[.\d]/.test(unit);
  complain(builder, 'E0114', span, {
    message: fraction ? `\`${token.image}\` is not a whole number` : `\`${unit}\` is no unit`,
    hint: fraction ? fractionHint(token.image) : unitHint(count, meant),
  });
  const [kind, factor] = units[meant ?? ''] ?? ['integer' as const, 1];
  if (kind === 'integer') return { kind, value: count, span };
  return { kind, value: count * factor, text: `${count}${meant}`, span };
}

function fractionHint(image: string): string {
  return /^[\d.]+$/.test(image)
    ? `a version is a text: \`"${image}"\``
    : 'take a smaller unit: `1536MiB` rather than `1.5GiB`';
}

function unitHint(count: number, meant: string | undefined): string {
  if (meant !== undefined) return `did you mean \`${count}${meant}\`?`;
  return `units are ${Object.keys(units)
    .map((unit) => `\`${unit}\``)
    .join(' ')}`;
}
