/**
 * A signed text: lines of words up to `end`, and after it nothing but lines `signature KEY BASE64`.
 *
 * Rule 1: what is signed is every byte up to and including the line `end`, as it stands there.
 */
import { misread, reading, take, wordAt, shapes } from '../lines.ts';
import type { Line, Read, Shape } from '../lines.ts';

export interface Signature {
  /** Which key is said to have made it. */
  readonly key: string;
  readonly bytes: Buffer;
}

export interface Signed<T> {
  readonly value: T;
  /** What was signed. */
  readonly body: string;
  readonly signatures: readonly Signature[];
  /** All of it. */
  readonly text: string;
}

const MOST_SIGNATURES = 64;
const END = '\nend\n';

export function readSigned<T>(text: string, parse: (body: string) => Read<T>): Read<Signed<T>> {
  const end = text.indexOf(END);
  const body = end < 0 ? text : text.slice(0, end + END.length);
  const read = parse(body);
  if (!read.ok) return read;
  const rest = signaturesIn(text.slice(body.length), body.split('\n').length);
  if (!rest.ok) return rest;
  return { ok: true, value: { value: read.value, body, signatures: rest.value, text } };
}

function signaturesIn(rest: string, first: number): Read<readonly Signature[]> {
  if (rest === '') return { ok: true, value: [] };
  const read = reading(`signatures\n${rest}end\n`, 'signatures', (lines) =>
    lines.splice(0).map(signatureIn),
  );
  return read.ok ? read : { ...read, line: first + Math.max(0, read.line - 2) };
}

function signatureIn(line: Line, index: number): Signature {
  take([line], 'signature', 2);
  if (index >= MOST_SIGNATURES) misread(line, `more than ${String(MOST_SIGNATURES)} signatures`);
  const key = wordAt(line, 1, shapes.key);
  return { key, bytes: Buffer.from(wordAt(line, 2, base64), 'base64') };
}

/** One text for the same bytes. */
export const base64: Shape = {
  called: 'base64',
  is: (word) => word !== '' && Buffer.from(word, 'base64').toString('base64') === word,
};

export function formatSigned(body: string, signatures: readonly Signature[]): string {
  const lines = signatures.map(
    ({ key, bytes }) => `signature ${key} ${bytes.toString('base64')}\n`,
  );
  return body + lines.sort().join('');
}
