/** A value from a file, made fit for a message: printable ASCII stays, all else is escaped, long ones are cut. */
const LONGEST = 60;

export function shown(value: string): string {
  const characters = [...value];
  const cut = characters.slice(0, LONGEST).map(escaped).join('');
  return `\`${cut}${characters.length > LONGEST ? '…' : ''}\``;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return character;
  if (character === '\n') return '\\n';
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
