/**
 * Why a step failed: what was called, the reason that it gave last, and what was printed before that.
 *
 * Rule 1: what comes in has no secret in it any more (`step-output.ts`, the desk's `redact`).
 * Rule 2: an agent says the same of the same (`causes.sh`); tests hold both against each other.
 */
import { sanitizeLine } from '../device/sanitize.ts';
import { cutTo } from '../language/shown.ts';
import type { Fault } from '../protocol/fault.ts';
import type { PlannedCall } from './calls.ts';

/** As many lines as are told of an init script (primitives/posix.sh, `service_hear`). */
const LINES = 3;
const LONGEST = 400;
const BLANKS = /^[ \t\v\f\r]+|[ \t\v\f\r]+$/g;

export function stepFault({ step, words }: PlannedCall, tail: string): Fault {
  const lines = tail
    .split('\n')
    .map((line) => line.replace(BLANKS, ''))
    .filter((line) => line !== '');
  const reason = lines.at(-1);
  // Of several tries each gives its reason: once is enough.
  const before = lines.filter((line) => line !== reason).slice(-LINES);
  const printed =
    before.length === 0 ? '' : `; it printed: ${cutTo(before.join(' / '), LONGEST, LONGEST)}`;
  const why = reason === undefined ? 'it failed and printed nothing' : `${reason}${printed}`;
  const values = words.slice(step.primitive.length);
  return {
    code: 'step-failed',
    message: sanitizeLine(`\`${step.primitive}\`${values}: ${why}`),
    step: step.id,
    line: step.place.line,
  };
}
