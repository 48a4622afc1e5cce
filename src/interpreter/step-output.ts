/** What a step prints, handed on in whole lines and no more than a cap of it; its end is kept for the cause. */

export interface StepOutput {
  add(text: string): void;
  /** What stands without a line end yet. */
  flush(): void;
  tail(): string;
}

const CAP = 1_048_576;
const TAIL = 2_000;
/** A line is handed on in pieces of this length. */
const LONGEST = 8_192;

export function makeStepOutput(show: (text: string, capped: boolean) => void): StepOutput {
  let held = '';
  let printed = 0;
  let tail = '';
  const hand = (text: string): void => {
    const room = CAP - printed;
    printed += text.length;
    if (room > 0 && text !== '') show(text.slice(0, room), text.length > room);
  };
  return {
    add(text) {
      tail = (tail + text).slice(-TAIL);
      held += text;
      const end = held.length > LONGEST ? held.length : held.lastIndexOf('\n') + 1;
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
