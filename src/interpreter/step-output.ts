/**
 * What a step prints, handed on in whole lines and no more than a cap of it; its end is kept for the cause.
 *
 * Rule 1: secrets are taken out of it first, and no piece ends in the middle of what may be one.
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
    const shown = desk.redact(text);
    tail = (tail + shown).slice(-TAIL);
    const room = Math.max(0, CAP - printed);
    printed += shown.length;
    if (capped) return;
    capped = shown.length > room;
    show(shown.slice(0, room), capped);
  };
  return {
    add(text) {
      held += text;
      const end =
        held.length > LONGEST ? held.length - desk.secretBegun(held) : held.lastIndexOf('\n') + 1;
      hand(held.slice(0, end));
      held = held.slice(end);
    },
    flush() {
      hand(held);
      held = '';
    },
    tail: () => tail,
  };
}
