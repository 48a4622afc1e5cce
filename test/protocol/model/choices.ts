/** All that can happen next in a world. */
import type { TimerName } from '../../../src/protocol/transaction.ts';
import { timerMayFire, type Device, type Message } from './device.ts';
import type { Budget, Life, World } from './world.ts';

export type Action =
  | { readonly do: 'begin'; readonly life: number }
  | { readonly do: 'command'; readonly life: number }
  | { readonly do: 'deliver' | 'lose' | 'repeat'; readonly at: number }
  | { readonly do: 'answer' | 'lose-answer'; readonly at: number }
  | { readonly do: 'complete'; readonly device: number; readonly good: boolean }
  | {
      readonly do: 'unanswered';
      readonly life: number;
      readonly at: number;
      readonly early: boolean;
    }
  | { readonly do: 'elapse'; readonly life: number; readonly timer: TimerName }
  | { readonly do: 'crash' | 'abort'; readonly life: number }
  | { readonly do: 'take-over'; readonly own: boolean }
  | { readonly do: 'timer'; readonly device: number }
  | { readonly do: 'restart'; readonly device: number; readonly good: boolean }
  | { readonly do: 'disc-full' }
  | { readonly do: 'fall-back'; readonly left: number };

/** What can happen; `fair`: only what must happen sooner or later, with nothing going wrong. */
export function actionsOf(world: World, fair: boolean): readonly Action[] {
  const lives = world.lives.flatMap((life, at) =>
    life.alive ? lifeActions(world, life, at, fair) : [],
  );
  const net = world.net.flatMap((message, at) => netActions(world, message, at, fair));
  const replies = world.replies.flatMap((_, at) => replyActions(world, at, fair));
  const devices = world.devices.flatMap((_, at) => deviceActions(world, at, fair));
  return [...lives, ...net, ...replies, ...devices, ...(fair ? [] : worldActions(world))];
}

function lifeActions(
  { budget, net, replies, devices }: World,
  life: Life,
  at: number,
  fair: boolean,
): Action[] {
  const actions: Action[] = [];
  if (life.state.work.phase === 'unattended' && !life.state.book.begun)
    actions.push({ do: 'begin', life: at });
  if (life.queue.length > 0) actions.push({ do: 'command', life: at });
  life.waiting.forEach((wait, index) => {
    const underWay = [
      ...net,
      ...replies.map(({ message }) => message),
      ...devices.map(({ work }) => work),
    ];
    const early = underWay.some((message) => message?.serial === wait.serial);
    if (!early || (!fair && budget.losses > 0))
      actions.push({ do: 'unanswered', life: at, at: index, early });
  });
  for (const timer of life.timers) {
    if (timer.startsWith('retry:') || (!fair && budget.timers > 0))
      actions.push({ do: 'elapse', life: at, timer });
  }
  if (!fair && budget.crashes > 0) actions.push({ do: 'crash', life: at });
  if (!fair && budget.aborts > 0) actions.push({ do: 'abort', life: at });
  return actions;
}

function netActions(
  { devices, budget }: World,
  { device }: Message,
  at: number,
  fair: boolean,
): Action[] {
  const actions: Action[] = devices[device]?.work === undefined ? [{ do: 'deliver', at }] : [];
  if (!fair && budget.losses > 0) actions.push({ do: 'lose', at });
  if (!fair && budget.repeats > 0) actions.push({ do: 'repeat', at });
  return actions;
}

function replyActions({ budget }: World, at: number, fair: boolean): Action[] {
  const lost: Action[] = !fair && budget.losses > 0 ? [{ do: 'lose-answer', at }] : [];
  return [{ do: 'answer', at }, ...lost];
}

function deviceActions({ devices, budget, broken }: World, at: number, fair: boolean): Action[] {
  const device = devices[at];
  if (!device) return [];
  const ending = device.work ? endings(device, budget, fair) : [];
  const actions: Action[] = ending.map((good) => ({ do: 'complete', device: at, good }));
  if (fair) return actions;
  const fires = budget.timers > 0 && timerMayFire(device, broken);
  const starts = budget.restarts > 0 ? restarts(device) : [];
  return [
    ...actions,
    ...(fires ? [{ do: 'timer', device: at } as const] : []),
    ...starts.map((good) => ({ do: 'restart', device: at, good }) as const),
  ];
}

/** How the order in progress may end: well, or not. */
function endings({ work }: Device, { breaks, failures }: Budget, fair: boolean): boolean[] {
  const left = work?.order === 'revert' ? breaks : failures;
  return fair || left === 0 ? [true] : [true, false];
}

/** Only while it holds can it do well or badly as it starts again. */
function restarts({ state }: Device): boolean[] {
  if (state === 'idle') return [];
  return state === 'held' ? [true, false] : [true];
}

function worldActions({ budget, journals, lives }: World): Action[] {
  const begun = lives.length > 1 || (journals[0]?.written.length ?? 0) > 0;
  const actions: Action[] = [];
  if (begun && budget.takeovers > 0 && journals[0]?.full === false)
    actions.push({ do: 'take-over', own: true });
  if (begun && budget.aliens > 0) actions.push({ do: 'take-over', own: false });
  if (budget.full > 0) actions.push({ do: 'disc-full' });
  return budget.falls > 0 ? [...actions, ...falls(lives, journals)] : actions;
}

/** Nobody has it open; and one that lacks even INTENT speaks of devices that were told nothing: nobody would ask them. */
function falls(lives: World['lives'], [journal]: World['journals']): Action[] {
  const written = journal?.written ?? [];
  const intent = written.findIndex(({ record }) => record.record === 'intent');
  if (intent < 0 || lives.some(({ alive }) => alive)) return [];
  return written.flatMap((_, at) => (at > intent ? [{ do: 'fall-back', left: at }] : []));
}
