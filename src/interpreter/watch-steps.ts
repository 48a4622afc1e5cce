/**
 * Follows the steps of one request: tells the desk what begins, ends and is printed, collects what
 * is given, and ends a step that passes its limit.
 */
import type { StepFrame } from '../device/frames.ts';
import type { SessionListener } from '../device/session.ts';
import { sanitize } from '../device/sanitize.ts';
import { fault, type FaultValue } from '../protocol/fault.ts';
import type { PlannedCall } from './calls.ts';
import type { DeviceContext } from './context.ts';
import type { SentStep } from './desk.ts';
import { makeStepOutput, type StepOutput } from './step-output.ts';

export interface StepWatch extends SessionListener {
  /** For the request as a whole, the answer included. */
  readonly limitMs: number;
  values(): ReadonlyMap<number, string>;
  /** The last that a step printed. */
  tailOf(no: number): string;
  passedLimit(): FaultValue | undefined;
  stop(): void;
}

/** What the device may need for itself: taking the lock, fingerprints, syncing. */
const OWN_MS = 120_000;
/** A step is given this much more than its own limit before it is ended from outside. */
const GRACE_MS = 2_000;

export function watchSteps(
  context: DeviceContext,
  calls: readonly PlannedCall[],
  kill: () => Promise<void>,
  began: (call: PlannedCall) => void,
): StepWatch {
  const byNo = new Map(calls.map((call) => [call.no, call]));
  const values = new Map<number, string>();
  const outputs = new Map<number, StepOutput>();
  let current: { call: PlannedCall; sent: SentStep; upCs: number; output: StepOutput } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let passed: FaultValue | undefined;
  const begin = (call: PlannedCall, upCs: number): void => {
    const sent = { no: call.no, step: call.step.id, line: call.step.place.line };
    const output = makeStepOutput(context.desk, (text, capped) => {
      context.desk.stepOutput(sent, sanitize(text), capped);
    });
    outputs.set(call.no, output);
    current = { call, sent, upCs, output };
    context.desk.stepBegan(sent, call.words);
    began(call);
    timer = setTimeout(() => {
      passed = tooLong(call);
      void kill();
    }, call.step.withinMs + GRACE_MS);
  };
  const end = (frame: StepFrame): void => {
    clearTimeout(timer);
    if (current === undefined || frame.result === 'begin') return;
    current.output.flush();
    context.desk.stepEnded(current.sent, frame.result, (frame.upCs - current.upCs) * 10);
    current = undefined;
  };
  return {
    limitMs: OWN_MS + calls.reduce((sum, call) => sum + call.step.withinMs + GRACE_MS, 0),
    onFrame(frame) {
      if (frame.frame === 'value') values.set(frame.no, frame.text);
      if (frame.frame !== 'step') return;
      const call = byNo.get(frame.no);
      if (frame.result !== 'begin') end(frame);
      else if (call !== undefined) begin(call, frame.upCs);
    },
    onOutput(text) {
      current?.output.add(text);
    },
    values: () => values,
    tailOf: (no) => outputs.get(no)?.tail() ?? '',
    passedLimit: () => passed,
    stop: () => {
      clearTimeout(timer);
    },
  };
}

function tooLong({ step }: PlannedCall): FaultValue {
  const limit = `${String(step.withinMs / 1000)} s`;
  return fault('time-limit', `\`${step.primitive}\` did not end within ${limit} and was ended`, {
    step: step.id,
    line: step.place.line,
  });
}
