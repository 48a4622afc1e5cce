/** The interpreter's desk for one device: journal, secrets and events. */
import type { Secrets } from '../inventory/secrets.ts';
import type { Desk } from '../interpreter/desk.ts';
import type { Datum } from '../language/checked.ts';
import { isFault } from '../protocol/fault.ts';
import type { Hub } from './hub.ts';
import type { Recorder } from './recorder.ts';
import { makeRedactor } from './redactor.ts';

export interface DeskSource {
  readonly secrets: Secrets;
  readonly device: string;
  readonly transaction: string;
  readonly recorder: Recorder;
  readonly hub: Hub;
  /** Steps that the device's script has, for the percentage. */
  readonly steps: number;
}

export function makeDesk(source: DeskSource): Desk {
  const { device, transaction, hub, recorder } = source;
  const who = { transaction, device };
  const redactor = makeRedactor();
  const progress = makeProgress(source);
  return {
    sent: async (order, steps) => {
      const recorded = await recorder.record([{ record: 'sent', device, order, steps }]);
      // A missing record means abort for whoever recovers: a revert may go out without one.
      return isFault(recorded) && order === 'revert' ? 'recorded' : recorded;
    },
    captured: (name, value) =>
      void recorder.record([{ record: 'captured', device, name, value: value as Datum }]),
    secret: (name) => {
      const text = source.secrets(name);
      if (typeof text !== 'string') return { fault: text };
      redactor.learn(text);
      return text;
    },
    redact: (text) => redactor.redact(text),
    secretBegun: (text) => redactor.secretBegun(text),
    stepBegan: (step, words) => {
      hub.emit({
        event: 'step-began',
        ...who,
        step: step.step,
        line: step.line,
        words: redactor.redact(words),
      });
    },
    stepEnded: (step, result, ms) => {
      hub.emit({ event: 'step-ended', ...who, step: step.step, line: step.line, result, ms });
      if (!/^(finish|report)\./.test(step.step)) progress();
    },
    stepOutput: (step, text, capped) => {
      hub.emit({
        event: 'step-output',
        ...who,
        step: step.step,
        text: redactor.redact(text),
        capped,
      });
    },
  };
}

/** Steps done of all there are; the last hundredth is kept for the confirmation. */
function makeProgress({ device, transaction, hub, steps }: DeskSource): () => void {
  let done = 0;
  return () => {
    done += 1;
    const percent = Math.min(99, Math.round((100 * done) / Math.max(1, steps)));
    hub.emit({ event: 'progress', transaction, device, percent });
  };
}
