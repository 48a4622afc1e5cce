/**
 * S14: no control byte from a device, file or server reaches a terminal.
 *
 * Rule 1: a `screen` (plain output, JSON) holds line ends and tabs and no other control character.
 * Rule 2: a `terminal` is painted on: colours, cursor and erasing are ours, nothing else is.
 * Rule 3: marks that turn the direction of writing are control characters too.
 */
import type { Capture, Evidence, Violation } from './evidence.ts';

/** C0 without tab and line feed, DEL, C1, the bidirectional controls, and what was not UTF-8. */
const control =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** SGR, cursor movement, erasing, the cursor's visibility, synchronised output; and carriage returns. */
const painting =
  // eslint-disable-next-line no-control-regex -- the same
  /\u001b\[(?:[\d;]*[mABCDEFGHJKSTsu]|\?(?:25|1049|2026|2004)[hl])|\r/gu;

export function noControlByte(evidence: Evidence): readonly Violation[] {
  return evidence.captures.flatMap((capture) => {
    if (capture.kind !== 'screen' && capture.kind !== 'terminal') return [];
    const found = controlsIn(capture);
    if (found.length === 0) return [];
    const what = `control characters reached the ${capture.kind} ${capture.name}`;
    return [{ rule: 'S14' as const, what, evidence: found.slice(0, 10) }];
  });
}

function controlsIn(capture: Capture): readonly string[] {
  const text = new TextDecoder().decode(capture.bytes);
  const rest = capture.kind === 'terminal' ? text.replace(painting, '') : text;
  return [...rest.matchAll(control)].map((found) => {
    const code = found[0].codePointAt(0) ?? 0;
    return `U+${code.toString(16).padStart(4, '0')} after “${rest.slice(Math.max(0, found.index - 20), found.index)}”`;
  });
}
