/**
 * Carries an order out over one session: opens it, sends its steps in batches, closes it.
 *
 * Rule 1: what is sent is on the journal's disc before (S6).
 * Rule 2: between two batches the device keeps the lock; the order is one.
 * Rule 3: a step that passes its limit is ended from outside, with its session.
 */
import type { AnswerFrame, Session } from '../device/session.ts';
import { word } from '../device/quote.ts';
import type { CheckedItem } from '../language/checked.ts';
import { fault, isFault, type Fault, type FaultValue, type OrFault } from '../protocol/fault.ts';
import type { Order } from '../protocol/messages.ts';
import { planCall, type PlannedCall } from './calls.ts';
import { capture } from './capture.ts';
import { isStopping, type DeviceContext } from './context.ts';
import { cursorAt, nextBatch, type Cursor } from './cursor.ts';
import { madeBy } from './made.ts';
import { stepFault } from './step-fault.ts';
import { watchSteps } from './watch-steps.ts';

/** One order under way in a session. */
export interface Performance {
  readonly context: DeviceContext;
  readonly session: Session;
  readonly order: Order | 'download';
  /** Arguments of `kit_request` after the header. */
  readonly extra: readonly string[];
  /** Ends the step that hangs, from outside; its session ends with it. */
  readonly kill: () => Promise<void>;
  begun: boolean;
  /** What its steps have made and fetched so far. */
  readonly made: string[];
  /** Why the step failed that the last answer names. */
  cause?: Fault;
}

/** What the order's last request adds before its reply. */
export interface Closing {
  readonly lines: readonly string[];
  readonly reply: string;
}

/** The answer to the last request; `more` only if `closing` is undefined. */
export async function perform(
  performance: Performance,
  items: readonly CheckedItem[],
  opening: readonly string[],
  closing: Closing | undefined,
): Promise<OrFault<AnswerFrame>> {
  let cursor: Cursor = cursorAt(items);
  let lines = opening;
  for (;;) {
    const calls: PlannedCall[] = [];
    const batch = takeBatch(performance, cursor, calls);
    if ('fault' in batch) return batch;
    const last = batch.ended ? closing : undefined;
    const answer = await send(performance, lines, calls, last);
    if (isFault(answer) || answer.word !== 'more') return answer;
    if (batch.ended) return answer;
    cursor = batch.cursor;
    lines = [];
  }
}

function takeBatch(
  performance: Performance,
  cursor: Cursor,
  calls: PlannedCall[],
): ReturnType<typeof nextBatch> {
  const { context } = performance;
  let failed: FaultValue | undefined;
  const batch = nextBatch(cursor, context.scope, (step) => {
    const call = planCall(step, {
      script: context.script,
      scope: context.scope,
      secret: (name) => context.desk.secret(name),
    });
    if ('fault' in call) failed ??= call;
    else calls.push(call);
  });
  return failed ?? batch;
}

async function send(
  performance: Performance,
  opening: readonly string[],
  calls: readonly PlannedCall[],
  closing: Closing | undefined,
): Promise<OrFault<AnswerFrame>> {
  const { context, session, order } = performance;
  if (isStopping(context)) return fault('stopped', 'it was told to stop');
  const steps = calls.map(({ no, step }) => ({ no, step: step.id, line: step.place.line }));
  for (const step of steps) context.sent.set(step.no, step);
  const recorded = await context.desk.sent(order, steps);
  if (isFault(recorded)) return recorded;
  const watch = watchSteps(context, calls, performance.kill, ({ writes }) => {
    if (order === 'prepare') for (const path of writes) context.begun.add(path);
  });
  const inside = [...opening, ...calls.map((call) => call.text), ...(closing?.lines ?? [])];
  const build = (seq: number): string =>
    requestText(performance, seq, inside, closing?.reply ?? 'more');
  const answer = await session.request(build, watch, watch.limitMs);
  performance.begun = true;
  watch.stop();
  if (isFault(answer)) return watch.passedLimit() ?? (isStopping(context) ? ended(answer) : answer);
  const failed = calls.find((call) => String(call.no) === answer.fields['step']);
  if (failed !== undefined) {
    const { primitive } = failed.step;
    const words = primitive + context.desk.redact(failed.words.slice(primitive.length));
    performance.cause = stepFault({ ...failed, words }, watch.tailOf(failed.no));
  }
  performance.made.push(...madeBy(calls, watch.values()));
  return capture(context, calls, watch.values()) ?? answer;
}

/** Its session went with the step; that is no news of the device. */
function ended({ fault: { code } }: FaultValue): FaultValue {
  return fault(code, 'it was told to stop, and the step at work was ended');
}

function requestText(
  performance: Performance,
  seq: number,
  inside: readonly string[],
  reply: string,
): string {
  const head = performance.begun
    ? `kit_part ${String(seq)}`
    : `kit_request ${String(seq)} ${openingWords(performance)}`;
  const body = inside.length === 0 ? '' : ` && {\n${inside.join('\n')}\n}`;
  return `{ ${head}${body}\nkit_reply ${reply}\n}`;
}

function openingWords({ order, context: { header }, extra }: Performance): string {
  const { transaction, epoch, controller, operator, since } = header;
  return [order, transaction, String(epoch), controller, operator, since, ...extra]
    .map(word)
    .join(' ');
}

/** The words of an order that has no steps. */
export async function askPlainly(
  performance: Performance,
  reply: string,
): Promise<OrFault<AnswerFrame>> {
  return send(performance, [], [], { lines: [], reply });
}
