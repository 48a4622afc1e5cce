/** A value from a file, made fit for a message: on one line, nothing hidden, not too long. */
import { escapeHidden } from '../language/hidden.ts';

const LONGEST = 60;

export function shown(value: string): string {
  const characters = [...value];
  const cut = escapeHidden(characters.slice(0, LONGEST).join(''));
  return `\`${cut}${characters.length > LONGEST ? '…' : ''}\``;
}
