/**
 * Text from a device, a file or a server, made harmless for a terminal: control characters and
 * bidirectional overrides are shown as escapes. Newline and tab stay (S14).
 */
const HARMFUL =
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

export function sanitize(text: string): string {
  return text.replace(HARMFUL, (harmful) => {
    const code = harmful.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** For one line of a message: newlines and tabs are escaped too. */
export function sanitizeLine(text: string): string {
  return sanitize(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
