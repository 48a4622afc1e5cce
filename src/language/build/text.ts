/**
 * A text as written → its pieces: literal ones, escapes resolved, and holes.
 *
 * Rule 1: a hole is `{name}` or `{a.b}`; any other brace is itself; `{{` is one brace.
 * Rule 2: of a long text (`"""`) the common indentation is taken off first, and blanks at lines' ends.
 */
import type { IToken } from 'chevrotain';
import type { ReferenceNode, TextNode } from '../tree.ts';
import { complain } from './builder.ts';
import type { Builder } from './builder.ts';
import { tokenSpan } from './cst.ts';
import { stripIndentation } from './indentation.ts';

/** In characters. */
const longest = 65_536;
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '"': '"',
  '\\': '\\',
};
const pieces =
  /[^\\{]+|\\(?:u\{[0-9a-fA-F]{1,6}\}|[\s\S]?)|\{\{|\{([a-z][a-z0-9-]*)(?:\.([a-z][a-z0-9-]*))?\}|\{/y;

type Part = string | ReferenceNode;

export function buildText(builder: Builder, token: IToken): TextNode {
  const span = tokenSpan(token);
  const long = token.image.startsWith('"""');
  const start = span.start + (long ? 3 : 1);
  const raw = token.image.slice(
    long ? 3 : 1,
    closed(token.image, long) ? (long ? -3 : -1) : undefined,
  );
  const parts: Part[] = [];
  if (long) {
    checkOpening(builder, raw, start);
    for (const line of stripIndentation(raw)) scan(builder, line.text, start + line.at, parts);
  } else scan(builder, raw, start, parts);
  const text: TextNode = { kind: 'text', parts: joined(parts), long, span };
  if (raw.length > longest)
    complain(builder, 'E0124', span, {
      message: `a text of ${raw.length} characters; at most ${longest} are allowed`,
    });
  return text;
}

function closed(image: string, long: boolean): boolean {
  if (long) return /^"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""$/.test(image);
  return !image.startsWith('"') || /^"(?:[^"\\\n]|\\[^\n])*"$/.test(image);
}

function checkOpening(builder: Builder, raw: string, start: number): void {
  const [first = ''] = raw.split('\n', 1);
  if (raw.includes('\n') && /^[ \t]*$/.test(first)) return;
  const span = { start, end: start + Math.max(1, first.length) };
  complain(builder, 'E0118', span, {
    message: 'a long text begins on the line below its `"""`',
    hint: 'end the line after `"""`, or write it between `"`',
  });
}

function scan(builder: Builder, raw: string, start: number, parts: Part[]): void {
  if (!raw.includes('\\') && !raw.includes('{')) {
    parts.push(raw);
    return;
  }
  pieces.lastIndex = 0;
  for (let at = 0; at < raw.length; at = pieces.lastIndex) {
    const found = pieces.exec(raw);
    if (found === null) return;
    parts.push(partOf(builder, found, start + at));
  }
}

function partOf(builder: Builder, [piece, name, field]: RegExpExecArray, at: number): Part {
  if (name !== undefined) return hole(name, field, at);
  if (piece.startsWith('{')) return '{';
  return piece.startsWith('\\') ? unescape(builder, piece, at) : piece;
}

function hole(name: string, field: string | undefined, at: number): ReferenceNode {
  const start = at + 1;
  const end = start + name.length;
  const first = { text: name, span: { start, end } };
  if (field === undefined) return { kind: 'reference', name: first, span: first.span };
  const second = { text: field, span: { start: end + 1, end: end + 1 + field.length } };
  return { kind: 'reference', name: first, field: second, span: { start, end: second.span.end } };
}

function unescape(builder: Builder, piece: string, at: number): string {
  const code = piece.startsWith('\\u{') ? Number.parseInt(piece.slice(3, -1), 16) : undefined;
  const found = code === undefined ? escapes[piece.slice(1)] : character(code);
  if (found !== undefined) return found;
  const span = { start: at, end: at + Math.max(2, piece.length) };
  const hint = code === undefined ? 'a `\\` of its own is written `\\\\`' : 'no such character';
  complain(builder, 'E0116', span, { message: `\`${piece}\` is no escape`, hint });
  return piece;
}

function character(code: number): string | undefined {
  const exists = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return exists ? String.fromCodePoint(code) : undefined;
}

/** Neighbouring literal pieces become one; empty ones go. */
function joined(parts: readonly Part[]): readonly Part[] {
  const out: Part[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (typeof part !== 'string') out.push(part);
    else if (typeof last === 'string') out[out.length - 1] = last + part;
    else if (part !== '') out.push(part);
  }
  return out;
}
