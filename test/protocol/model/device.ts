/**
 * A model of a device, written from the paper and not from the product's table: state on disc, fence, timer, tombstone.
 * Plain data; functions change it in place.
 */
import type { Answer, DeviceState, Order } from '../../../src/protocol/messages.ts';
import type { Broken } from './rules.ts';

export interface Message {
  readonly life: number;
  readonly serial: number;
  readonly device: number;
  readonly order: Order;
  readonly epoch: number;
  readonly controller: string;
}

export interface Device {
  name: string;
  state: DeviceState;
  software: 'old' | 'half' | 'new';
  already: boolean;
  /** What it was prepared for. */
  version: string;
  epoch: number;
  controller: string;
  beginner: string;
  alien: boolean;
  verified: boolean;
  /** The order in progress: it holds the lock. */
  work: Message | undefined;
}

export function newDevice(name: string, already: boolean): Device {
  const software = already ? 'new' : 'old';
  const fresh = { epoch: 0, controller: '', beginner: '', alien: false, verified: false };
  return { name, state: 'idle', software, already, version: '3.0', ...fresh, work: undefined };
}

const transaction = 't1';

const stepFault = { code: 'step-failed', message: 'a step failed' };

const failed = (device: Device): Answer => ({
  answer: 'failed',
  state: device.state,
  fault: stepFault,
});
const reverted: Answer = { answer: 'reverted', outages: [] };

/** An order arrives; the answer, or nothing where it has begun to work. */
export function receive(device: Device, message: Message, broken: Broken): Answer | undefined {
  const refusal = fence(device, message, broken);
  if (refusal) return refusal;
  if (!leavesIdle(device, message, broken)) take(device, message);
  return react(device, message, broken);
}

function leavesIdle({ state }: Device, { order }: Message, broken: Broken): boolean {
  const begins = order === 'prepare' || order === 'revert';
  return broken.has('idle-takes-epoch') && state === 'idle' && !begins;
}

function fence(device: Device, { epoch, controller }: Message, broken: Broken): Answer | undefined {
  if (broken.has('fence')) return undefined;
  const own = epoch > device.epoch || (epoch === device.epoch && controller === device.controller);
  if (own || device.epoch === 0) return undefined;
  const holder = { transaction, epoch: device.epoch, controller: device.controller };
  return { answer: 'refused', holder: { ...holder, operator: 'ann@desk', since: '' } };
}

function take(device: Device, { epoch, controller }: Message): void {
  device.epoch = Math.max(epoch, device.epoch);
  device.controller = controller;
  if (device.beginner === '') device.beginner = controller;
  if (controller !== device.beginner) device.alien = true;
}

type Reaction = (device: Device, message: Message, broken: Broken) => Answer | undefined;

function react(device: Device, message: Message, broken: Broken): Answer | undefined {
  return reactions[message.order](device, message, broken);
}

const reactions: Readonly<Record<Order, Reaction>> = {
  inquire: (device, _, broken) => standing(device, broken),
  prepare: (device, message, broken) => {
    if (isNew(device, 'idle', broken)) {
      start(device, message, 'preparing');
      return;
    }
    return device.state === 'staged' ? staged(device) : late(device);
  },
  switch: (device, message, broken) => {
    if (isNew(device, 'staged', broken)) {
      start(device, message, 'switch-intent');
      return;
    }
    return device.state === 'armed' ? armed : late(device);
  },
  verify: (device, message) => {
    const whole = device.state === 'armed' || device.state === 'staged';
    return whole ? start(device, message, device.state) : failed(device);
  },
  hold: (device, message) => {
    const ready = device.state === 'armed' || (device.state === 'staged' && device.already);
    if (ready || device.state === 'held') {
      start(device, message, 'held');
      return;
    }
    return device.state === 'voted' ? { answer: 'voted' } : late(device);
  },
  confirm: (device) => {
    if (device.state === 'voted') device.state = 'confirmed';
    return device.state === 'confirmed' ? { answer: 'confirmed' } : failed(device);
  },
  finish: (device) =>
    device.state === 'confirmed' ? { answer: 'finished', warnings: [] } : failed(device),
  report: (device) => (ended.has(device.state) ? { answer: 'reported' } : failed(device)),
  revert: (device, message) => {
    if (device.state === 'dead') return reverted;
    return device.state === 'confirmed' ? failed(device) : start(device, message, 'revert-intent');
  },
};

const armed: Answer = { answer: 'armed', fingerprint: 'new', outages: [] };

/** A latecomer is not new to a tombstone; without that rule it is. */
function isNew({ state }: Device, expected: DeviceState, broken: Broken): boolean {
  return state === expected || (state === 'dead' && broken.has('tombstone'));
}

const ended: ReadonlySet<DeviceState> = new Set(['confirmed', 'dead', 'broken']);

function late(device: Device): Answer {
  return device.state === 'dead' ? reverted : failed(device);
}

function staged({ already, version }: Device): Answer {
  return { answer: 'staged', version, fingerprint: 'old', already };
}

function standing(device: Device, broken: Broken): Answer {
  const alien = device.alien && !broken.has('alien');
  const fingerprint = device.state === 'staged' ? { fingerprint: 'old' } : {};
  return { answer: 'standing', state: device.state, alien, ...fingerprint, outages: [] };
}

function start(device: Device, message: Message, state: DeviceState): Answer | undefined {
  device.state = state;
  device.work = message;
  if (state === 'switch-intent') device.software = 'half';
  return undefined;
}

/** The order in progress comes to its end; `good` or not. */
export function complete(device: Device, good: boolean): Answer {
  const order = device.work?.order;
  device.work = undefined;
  if (order === 'revert') return goBack(device, good);
  // It only reads: a repeated one, unheard, takes nothing back.
  if (order === 'verify') device.verified ||= good;
  if (!good) return failed(device);
  switch (order) {
    case 'prepare':
      device.state = 'staged';
      return staged(device);
    case 'switch':
      device.state = 'armed';
      device.software = 'new';
      return { answer: 'armed', fingerprint: 'new', outages: [] };
    case 'verify':
      return { answer: 'verified', version: device.version };
    default:
      device.state = 'voted';
      return { answer: 'voted' };
  }
}

function goBack(device: Device, good: boolean): Answer {
  device.state = good ? 'dead' : 'broken';
  if (good) device.software = device.already ? 'new' : 'old';
  return good ? reverted : { answer: 'broken', fault: stepFault, backup: '/kept' };
}

/** The dead-man timer, or the staged lease, has run out. */
export function timerMayFire(device: Device, broken: Broken): boolean {
  const { state, already } = device;
  if (broken.has('timer-off-at-hold') && (state === 'held' || state === 'voted')) return !already;
  return state === 'staged'
    ? device.work === undefined
    : state === 'armed' || state === 'switch-intent';
}

export function fireTimer(device: Device): void {
  device.work = undefined;
  goBack(device, true);
}

/** Power off and on again, and what it then does by itself; `good`: the hold functions succeed. */
export function restart(device: Device, good: boolean, broken: Broken): void {
  device.work = undefined;
  switch (device.state) {
    case 'switch-intent':
    case 'armed':
    case 'revert-intent':
      goBack(device, true);
      return;
    case 'held':
      if (good) device.state = 'voted';
      else goBack(device, true);
      return;
    case 'voted':
      if (broken.has('voted-stays')) goBack(device, true);
      return;
    default:
      return;
  }
}
