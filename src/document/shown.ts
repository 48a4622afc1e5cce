/** A value from a file, made fit for a message: on one line, nothing hidden, not too long. */
import { escapeHidden } from '../language/hidden.ts';
import { hidePasswords } from '../language/passwords.ts';

/** Of a name; a server's words or a path may need more. */
const LONGEST = 60;
export const SENTENCE = 300;

export function shown(value: string, longest = LONGEST): string {
  // Before it is cut: half a password is one, too.
  const characters = [...hidePasswords(value)];
  const cut = escapeHidden(characters.slice(0, longest).join(''));
  return `\`${cut}${characters.length > longest ? '…' : ''}\``;
}
