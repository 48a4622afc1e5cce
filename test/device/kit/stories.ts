/** Steps of a prepare on a fresh device, and what they leave behind: how a primitive is tried out. */
import type { Reply, Session } from './session.ts';
import { mustBe, order, setUp, step, type Rig, type StepOptions } from './rig.ts';

export type Params = Readonly<Record<string, string>>;

/** One step's request, in an order that stays open; the bindings go with it. */
export function trial(
  rig: Rig,
  primitive: string,
  params: Params,
  options: Partial<StepOptions> = {},
  extra: Readonly<Record<string, string>> = {},
): string {
  const names = [primitive, ...(options.also ?? [])];
  return order('prepare', 'more', {
    body: `${setUp(rig, names, extra)}\n${step(primitive, params, { no: 1, ...options })}`,
  });
}

/** The order goes on with more lines. */
export const part = (body: string, reply = 'more'): string =>
  `{ kit_part SEQ && {\n${body}\n}; kit_reply ${reply}; }`;

/** Tries one step; the answer is `more`, or `failed`. */
export async function attempt(
  rig: Rig,
  primitive: string,
  params: Params,
  options: Partial<StepOptions> = {},
): Promise<Reply> {
  const session = await rig.session();
  const reply = await session.ask(trial(rig, primitive, params, options));
  await session.kill();
  return reply;
}

/** What a step printed. */
export function outputOf(reply: Reply, no = 1): string {
  return outputAfter(reply, `step ${String(no)} begin`) ?? '';
}

function outputAfter(reply: Reply, words: string): string | undefined {
  const frame = reply.frames.find((one) => one.words.startsWith(words));
  return frame && Buffer.from(frame.output, 'latin1').toString('utf8');
}

/** How a step ended: `done`, `already`, `failed`, `skipped`. */
export function resultOf(reply: Reply, no = 1): string | undefined {
  const results = reply.frames.flatMap(({ words }) => {
    const [kind, of, result] = words.split(' ');
    return kind === 'step' && of === String(no) && result !== 'begin' ? [result] : [];
  });
  return results.at(-1);
}

/** What a step gave, or nothing. */
export function valueOf(reply: Reply, no = 1): string | undefined {
  return outputAfter(reply, `value ${String(no)}`);
}

export async function revert(session: Session): Promise<Reply> {
  return mustBe(await session.ask(order('revert', 'reverted')), 'reverted');
}
