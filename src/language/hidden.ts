/**
 * Characters that hide, move or command: controls, marks of writing direction, invisible ones.
 * Joiners are not among them, since some languages are written with them.
 */

const hidden =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Cs}/u;
const every = new RegExp(hidden, 'gu');

/** The first one but tabs and line ends. */
export function firstHidden(
  text: string,
): { readonly at: number; readonly character: string } | undefined {
  const found = hidden.exec(text);
  return found === null ? undefined : { at: found.index, character: found[0] };
}

/** Safe to show: each such character as `\x1b` or `\u{202e}`; line ends and tabs as `\n`, `\t`. */
export function escapeHidden(text: string): string {
  return text.replace(every, escapeOne).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** The same as it is written within a text of the language. */
export function writeHidden(text: string): string {
  return text.replace(every, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

function escapeOne(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return `\\u{${code.toString(16)}}`;
}
