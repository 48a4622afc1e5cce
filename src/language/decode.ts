/**
 * A file's bytes → its text, or what is wrong with the file.
 *
 * Rule 1: nothing is guessed: UTF-8 or a diagnostic.
 * Rule 2: the text has no byte order mark, `\n` at each line's end, and no character that hides or reorders others.
 * Deliberately not here: reading the file; whoever reads should stop at `largestFile` + 1 bytes.
 */
import type { Diagnostic } from './diagnostic.ts';
import { escapeHidden, firstHidden } from './hidden.ts';
import { makeSource } from './source.ts';
import type { Source } from './source.ts';

/** In bytes: 1 MiB. */
export const largestFile = 1_048_576;
/** In characters. */
export const longestLine = 10_000;

export type Decoded = { readonly source: Source } | { readonly diagnostic: Diagnostic };

export function decode(file: string, bytes: Uint8Array): Decoded {
  const unreadable = tooLarge(bytes) ?? utf16(bytes) ?? binary(bytes);
  if (unreadable !== undefined) return wrong(file, '', 0, ...unreadable);
  const text = utf8(bytes);
  if (text === undefined) return notUtf8(file, bytes);
  return checkText(file, text.replaceAll('\r\n', '\n'));
}

type Finding = readonly [code: string, message: string, hint: string];

function tooLarge({ length }: Uint8Array): Finding | undefined {
  if (length <= largestFile) return undefined;
  const message = `the file has ${length} bytes; at most ${largestFile} (1 MiB) are read`;
  return ['E0001', message, 'put long templates, programs and data into artifacts'];
}

function utf16([a, b, c, d]: Uint8Array): Finding | undefined {
  const marked = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
  const unmarked = (a === 0 && b !== 0 && c === 0) || (a !== 0 && b === 0 && c !== 0 && d === 0);
  if (!marked && !unmarked) return undefined;
  return ['E0003', 'the file is in UTF-16', 'save it as UTF-8'];
}

function binary(bytes: Uint8Array): Finding | undefined {
  const at = bytes.indexOf(0);
  if (at < 0) return undefined;
  return ['E0002', `the file is not text: byte ${at} is zero`, 'check the path'];
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Finds the first bad byte by halving: a prefix without one decodes, as a stream. */
function notUtf8(file: string, bytes: Uint8Array): Decoded {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (begins(bytes.subarray(0, middle)) === undefined) bad = middle;
    else good = middle;
  }
  const text = begins(bytes.subarray(0, good)) ?? '';
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  // A character that is only begun isn't in the text.
  const at = marked + new TextEncoder().encode(text).length;
  const hex = (bytes[at] ?? 0).toString(16).padStart(2, '0');
  const message = `the file is not in UTF-8: byte ${at} is 0x${hex}`;
  return wrong(file, text, text.length, 'E0004', message, 'save it as UTF-8');
}

/** Decodes what may be cut within a character. */
function begins(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

function checkText(file: string, text: string): Decoded {
  const source = makeSource(file, text);
  const long = source.lineStarts.findIndex(
    (start, index) => (source.lineStarts[index + 1] ?? text.length + 1) - start - 1 > longestLine,
  );
  if (long >= 0) return tooLong(source, long);
  const hidden = firstHidden(text);
  if (hidden === undefined) return { source };
  const message = `a character that can't be seen stands here: ${escapeHidden(hidden.character)}`;
  return wrong(
    file,
    text,
    hidden.at,
    'E0006',
    message,
    'take it away, or write it as an escape in a text',
  );
}

function tooLong({ file, text, lineStarts }: Source, line: number): Decoded {
  const start = lineStarts[line] ?? 0;
  const length = (lineStarts[line + 1] ?? text.length + 1) - start - 1;
  const message = `line ${line + 1} has ${length} characters; at most ${longestLine} are read`;
  return wrong(file, text, start, 'E0005', message, 'break it; `cutover fmt` shows where');
}

function wrong(
  file: string,
  text: string,
  at: number,
  code: string,
  message: string,
  hint: string,
): Decoded {
  const source = makeSource(file, text);
  const span = { start: at, end: at };
  return { diagnostic: { code, message, source, labels: [{ span, text: '' }], notes: [], hint } };
}
