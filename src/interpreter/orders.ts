/**
 * Each order on one device, from its first request to its answer.
 *
 * Rule 1: an order that the device could not be asked is a fault; one that it answered is an answer,
 *         also where the answer is that it failed.
 */
import { openSession } from '../device/session.ts';
import type { CheckedItem } from '../language/checked.ts';
import { isFault, type Fault, type OrFault } from '../protocol/fault.ts';
import type { Answer, DeviceState, Order } from '../protocol/messages.ts';
import { readAnswer } from './answers.ts';
import { dropSession, mainSession, runKit } from './connect.ts';
import type { DeviceContext } from './context.ts';
import { outermost } from './made.ts';
import { askPlainly, perform, type Performance } from './perform.ts';
import { prepare } from './prepare.ts';
import { readingAs } from './reading.ts';

export async function carryOut(context: DeviceContext, order: Order): Promise<OrFault<Answer>> {
  if (order === 'verify') return verify(context);
  const performance = await begin(context, order, extraOf(context, order));
  if (isFault(performance)) return performance;
  const answer = order === 'prepare' ? await prepare(performance) : await main(performance);
  if (isFault(answer) && isLost(answer.fault)) dropSession(context);
  // Whoever gets the fault lets go of the connection: by then it has been said.
  if (isFault(answer) && isStuck(answer.fault, order)) await performance.kill();
  return stepFailure(withLeft(context, answer), order);
}

/** A device that knew nothing of what it is to revert can't have dropped what it had begun to make. */
function withLeft({ begun }: DeviceContext, answer: OrFault<Answer>): OrFault<Answer> {
  if (isFault(answer) || answer.answer !== 'reverted' || answer.left === undefined) return answer;
  const { left: _, ...reverted } = answer;
  return begun.size === 0 ? reverted : { ...reverted, left: outermost([...begun]) };
}

/** What an earlier session left at work is ended, so that the way back can begin when it is asked again. */
function isStuck({ code }: Fault, order: Order): boolean {
  return code === 'device-locked' && (order === 'revert' || order === 'inquire');
}

/** Orders that go over the main session and have one phase, or none. */
async function main(performance: Performance): Promise<OrFault<Answer>> {
  const { context, order } = performance;
  const items = phaseOf(context, order);
  const reply = REPLIES[order as keyof typeof REPLIES];
  const frame =
    items.length === 0
      ? await askPlainly(performance, reply)
      : await perform(performance, items, [], { lines: [], reply });
  if (isFault(frame)) return frame;
  const undone = context.sent.get(Number(frame.fields['step'] ?? 0));
  return readAnswer(frame, performance.cause, undone);
}

const REPLIES = {
  inquire: 'standing',
  switch: 'armed',
  hold: 'voted',
  confirm: 'confirmed',
  finish: 'finished',
  revert: 'reverted',
  report: 'reported',
} as const;

function phaseOf({ script }: DeviceContext, order: Performance['order']): readonly CheckedItem[] {
  if (order === 'switch' || order === 'finish' || order === 'report')
    return script.phases[order] ?? [];
  return [];
}

/** The lease: how long the device's own guard leaves it as it is without hearing from us. */
function extraOf({ leases }: DeviceContext, order: Order): readonly string[] {
  if (order === 'switch') return [String(leases.deadManS)];
  return order === 'prepare' ? [String(leases.stagedS)] : [];
}

/** Verify speaks over a connection of its own: the new software must be reachable from nothing. */
async function verify(context: DeviceContext): Promise<OrFault<Answer>> {
  const connection = await context.connect();
  if (isFault(connection)) return connection;
  const session = await openSession(connection, context.device.home);
  const answer = isFault(session) ? session : await verifyIn(context, { connection, session });
  connection.close();
  return stepFailure(answer, 'verify');
}

async function verifyIn(
  context: DeviceContext,
  way: NonNullable<DeviceContext['open']>,
): Promise<OrFault<Answer>> {
  const performance: Performance = {
    context,
    session: way.session,
    order: 'verify',
    extra: [],
    begun: false,
    made: [],
    kill: killer(context, way.connection),
  };
  const items = [
    ...(context.script.phases.verify ?? []),
    readingAs(context.script.installed, 'verified.version'),
  ];
  const frame = await perform(performance, items, [], { lines: [], reply: 'verified' });
  if (isFault(frame)) return frame;
  const answer = readAnswer(frame, performance.cause);
  if (isFault(answer) || answer.answer !== 'verified') return answer;
  return { answer: 'verified', version: String(context.scope.get('verified.version') ?? '') };
}

export async function begin(
  context: DeviceContext,
  order: Performance['order'],
  extra: readonly string[],
): Promise<OrFault<Performance>> {
  const session = await mainSession(context);
  if (isFault(session)) return session;
  const connection = context.open?.connection;
  return {
    context,
    session,
    order,
    extra,
    begun: false,
    made: [],
    kill: connection === undefined ? () => Promise.resolve() : killer(context, connection),
  };
}

/** Ends whoever holds the lock on the device, over a second channel: a step passed its limit. */
function killer(
  context: DeviceContext,
  connection: NonNullable<DeviceContext['open']>['connection'],
): () => Promise<void> {
  const { transaction, epoch, controller } = context.header;
  return async () => {
    await runKit(context, connection, ['kill', transaction, String(epoch), controller]);
  };
}

const LOST: readonly string[] = ['connection-lost', 'unreachable', 'time-limit'];

function isLost(fault: Fault): boolean {
  return LOST.includes(fault.code);
}

const STATE_DURING: Readonly<Partial<Record<Order, DeviceState>>> = {
  prepare: 'preparing',
  switch: 'switch-intent',
  verify: 'armed',
};

/** A fault that the device itself could have told (a `require`, a value, a limit) is a failed order. */
function stepFailure(answer: OrFault<Answer>, order: Order): OrFault<Answer> {
  const state = STATE_DURING[order];
  if (!isFault(answer) || state === undefined) return answer;
  const { code } = answer.fault;
  const told =
    code !== 'connection-lost' && code !== 'unreachable' && code !== 'auth' && code !== 'host-key';
  return told ? { answer: 'failed', state, fault: answer.fault } : answer;
}
