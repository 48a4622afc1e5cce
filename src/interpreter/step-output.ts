/**
 * What a step prints, handed on in whole lines and no more than a cap of it; its end is kept for the cause.
 *
 * Rule 1: secrets are taken out of it first, and no piece ends in the middle of what may be one.
 * Rule 2: where the device itself has cut (primitives/posix.sh, `capped`) the beginning of a secret is one, too.
 */

export interface StepOutput {
  add(text: string): void;
  /** What stands without a line end yet. */
  flush(): void;
  tail(): string;
}

export interface Redacting {
  redact(text: string): string;
  /** How many characters at the text's end may be a secret's beginning. */
  secretBegun(text: string): number;
}

/** A MiB, and room for a binding's own note that it passed on no more. */
const CAP = 1_048_576 + 1_024;
/** Characters; each is one or two of this machine's units. */
const TAIL = 2_000;
/** A line is handed on in pieces of this length. */
const LONGEST = 8_192;

export function makeStepOutput(
  desk: Redacting,
  show: (text: string, capped: boolean) => void,
): StepOutput {
  let held = '';
  let printed = 0;
  let capped = false;
  let tail = '';
  const hand = (text: string): void => {
    if (text === '') return;
    const shown = desk.redact(redactCut(text, desk));
    tail = (tail + shown).slice(-2 * TAIL);
    const room = Math.max(0, CAP - printed);
    printed += shown.length;
    if (capped) return;
    capped = shown.length > room;
    show(shown.slice(0, room), capped);
  };
  return {
    add(text) {
      held += text;
      const end = endOf(held, desk);
      hand(held.slice(0, end));
      held = held.slice(end);
    },
    flush() {
      hand(held);
      held = '';
    },
    tail: () => Array.from(tail).slice(-TAIL).join(''),
  };
}

/** What stands behind the place of a cut, as far as it has come: half a character, the line's end, the note. */
const BEHIND = /\uFFFD*(?:\n(?:\[\d* ?[a-z ]*\]?)?)?$/;

/** How much may be handed on: what follows may show that a secret, or a cut, stands at the end. */
function endOf(held: string, desk: Redacting): number {
  const [behind = ''] = BEHIND.exec(held) ?? [];
  const begun = desk.secretBegun(held.slice(0, held.length - behind.length));
  const free = held.length - (begun === 0 ? desk.secretBegun(held) : begun + behind.length);
  if (held.length > LONGEST) return free;
  return free === 0 ? 0 : held.lastIndexOf('\n', free - 1) + 1;
}

/** A character may have been cut, too. */
const CUT = /\uFFFD*\n(?=\[\d+ more bytes were not passed on\]\n)/g;

function redactCut(text: string, desk: Redacting): string {
  let shown = '';
  let from = 0;
  for (const { index, 0: line } of text.matchAll(CUT)) {
    const begun = desk.secretBegun(text.slice(from, index));
    shown += text.slice(from, index - begun) + (begun === 0 ? line : '(secret)\n');
    from = index + line.length;
  }
  return shown + text.slice(from);
}
