import type { Expression } from '../checked.ts';
import { find } from '../findings.ts';
import type { Span } from '../tree.ts';
import type { Typing } from './infer.ts';

/** A secret where none may stand. */
export function secretLeaks(
  span: Span,
  name: string,
  { findings }: Typing,
): Expression | undefined {
  find(findings, 'E0416', span, `the secret \`${name}\` can’t stand here`, {
    why: 'a secret fits only places declared so, such as `input:` of `run`: it reaches no argument, file, log or screen',
  });
  return undefined;
}
