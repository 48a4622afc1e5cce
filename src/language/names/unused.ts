/** A param or an artifact that nothing reads is a mistake; a `let` may stay, with a warning. */
import { find, type Findings } from '../findings.ts';
import type { NameSymbol } from './symbols.ts';

export function complainOfUnused(head: readonly NameSymbol[], findings: Findings): void {
  for (const symbol of head) {
    const { name, span, uses, from } = symbol;
    if (uses.length > 0 || span === undefined || from.kind === 'unclear') continue;
    if (from.kind === 'let')
      find(findings, 'E0206', span, `nothing uses \`${name}\``, { hint: 'take the line out' });
    else
      find(findings, 'E0205', span, `nothing uses \`${name}\``, {
        why: 'what a script asks for from outside, somebody has to supply',
        hint: 'use it, or take it out',
      });
  }
}
