/**
 * Texts as words of POSIX shell, and names as its variables.
 *
 * Rule 1: whatever is in a text, the shell reads it back as this very text, as one word.
 * Rule 2: a word stands on one line, so that a program can be read line by line.
 */
import { defect } from '../language/defect.ts';

/** A line's end inside double quotes. */
// eslint-disable-next-line no-template-curly-in-string -- the shell's own
export const LINE_END = '${kit_nl}';

/** One word on one line; a line's end in it becomes `$kit_nl`. */
export function wordOf(text: string): string {
  if (text.includes('\0')) return defect('a NUL byte in a value for a shell');
  if (/^[A-Za-z0-9_./:@%+,-]+$/.test(text)) return text;
  return text.includes('\n') ? `"${insideQuotes(text)}"` : singleQuoted(text);
}

/** In single quotes, line ends as they are. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** As a part of a text in double quotes. */
export function insideQuotes(text: string): string {
  return text.replace(/[\\$"`]/g, '\\$&').replaceAll('\n', () => LINE_END);
}

/** An item of a list of texts, as the kit's own `kit_quote` writes it (`values.sh`, *lists*). */
export function listedText(text: string): string {
  return singleQuoted(text).replaceAll('\n', `'"$kit_nl"'`);
}

/** `device.version` is `device__version`, `db-password` is `db_password`. */
export function variableOf(name: string): string {
  return name.replaceAll('-', '_').replaceAll('.', '__');
}

const typographic: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '…': '...',
  '–': '-',
};

/** For comments: one line of ASCII, which every shell reads in every locale. */
export function commentText(text: string): string {
  return text
    .replaceAll('\n', '\\n')
    .replace(/[^\t -~]/gu, (character) => typographic[character] ?? escapeOf(character));
}

function escapeOf(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
