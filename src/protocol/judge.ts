/**
 * What an answer means on the way forward: nothing wrong, or the fault that ends the way.
 *
 * Rule 1: only the very answer that the order asks for is good; everything else is a reason to go back.
 */
import type { Answer, DeviceState, Order, Standing } from './messages.ts';
import type { Fault } from './fault.ts';
import type { MemberBook } from './book.ts';
import type { Phase } from './unit-state.ts';

/** `before` is the member as it stood before this answer. */
export function judge(
  phase: Phase,
  order: Order,
  answer: Answer,
  before: MemberBook,
): Fault | undefined {
  if (answer.answer === 'failed' || answer.answer === 'broken') return answer.fault;
  if (answer.answer === 'reverted') return wentBack;
  switch (answer.answer) {
    case 'standing':
      return phase === 'rechecking' ? judgeStaged(answer, before) : judgeIdle(order, answer.state);
    case 'staged':
      return order === 'prepare'
        ? judgeVersion(answer.version, before, 'prepared')
        : unexpected(order, answer);
    case 'verified':
      return order === 'verify'
        ? judgeVersion(answer.version, before, 'installed')
        : unexpected(order, answer);
    case 'armed':
      return order === 'switch' ? undefined : unexpected(order, answer);
    case 'voted':
      return order === 'hold' ? undefined : unexpected(order, answer);
    default:
      return unexpected(order, answer);
  }
}

const wentBack: Fault = {
  code: 'went-back',
  message: 'the device has gone back by itself: its timer ran out, or it was started again',
};

/** The first question: a device that knows this transaction already is not what the plan takes it for. */
function judgeIdle(order: Order, state: DeviceState): Fault | undefined {
  if (order === 'inquire' && state === 'idle') return undefined;
  return {
    code: 'not-idle',
    message: `the device is ${state} in this transaction, which has only begun`,
  };
}

/** The last question before the switch: nothing may have changed since it was prepared. */
function judgeStaged(answer: Standing, before: MemberBook): Fault | undefined {
  const { state, fingerprint } = answer;
  if (state !== 'staged')
    return { code: 'not-staged', message: `the device was staged and is now ${state}` };
  if (fingerprint !== undefined && fingerprint === before.fingerprint)
    return judgeMade(answer, before);
  return {
    code: 'changed',
    message: 'what was kept has changed on the device since it was prepared',
    hint: 'keep what the service writes in `switch`, after `stop`',
  };
}

/** What is switched to must be, to the byte, what was staged. */
function judgeMade({ made, changed }: Standing, before: MemberBook): Fault | undefined {
  if (changed === undefined && made === before.made) return undefined;
  const what = changed ?? 'its records say otherwise than when it answered';
  return {
    code: 'device-made',
    message: `what was staged has changed since: ${what}`,
    hint: 'find out who writes there; then run again: it is staged anew',
  };
}

function judgeVersion(found: string, { version }: MemberBook, what: string): Fault | undefined {
  if (found === version) return undefined;
  return { code: 'version-mismatch', message: `${what} version ${found}, ordered was ${version}` };
}

function unexpected(order: Order, { answer }: Answer): Fault {
  return {
    code: 'unexpected-answer',
    message: `the device answered \`${answer}\` to \`${order}\``,
  };
}
