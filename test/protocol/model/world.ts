/** A small world: devices, a net that loses and repeats, controllers' lives, journals. Plain data, copied for each action. */
import type { Answer, Order } from '../../../src/protocol/messages.ts';
import {
  begin,
  type Outcome,
  type TimerName,
  type UnitCommand,
  type UnitOrders,
  type UnitRecord,
  type UnitState,
} from '../../../src/protocol/transaction.ts';
import { newDevice, type Device, type Message } from './device.ts';
import { unbroken, type Broken } from './rules.ts';

export interface Written {
  readonly epoch: number;
  readonly record: UnitRecord;
}

export interface Journal {
  readonly controller: string;
  epoch: number;
  written: readonly Written[];
  /** What was on disk, and is not in the older copy that took its place. */
  lost: readonly Written[];
  full: boolean;
}

export interface Life {
  readonly journal: number;
  readonly epoch: number;
  alive: boolean;
  state: UnitState;
  queue: readonly UnitCommand[];
  waiting: readonly { readonly device: number; readonly order: Order; readonly serial: number }[];
  timers: readonly TimerName[];
  outcomes: readonly Outcome[];
}

export interface Reply {
  readonly message: Message;
  readonly answer: Answer;
}

/** How much may still go wrong. */
export interface Budget {
  crashes: number;
  takeovers: number;
  aliens: number;
  losses: number;
  repeats: number;
  failures: number;
  breaks: number;
  timers: number;
  restarts: number;
  aborts: number;
  full: number;
  /** An older copy of the first journal is put in its place. */
  falls: number;
}

export interface World {
  readonly broken: Broken;
  readonly orders: UnitOrders;
  devices: Device[];
  journals: Journal[];
  lives: Life[];
  net: readonly Message[];
  replies: readonly Reply[];
  budget: Budget;
  serial: number;
  epoch: number;
  /** A laws' violation, as soon as there is one. */
  violation: string | undefined;
}

export interface Setting {
  readonly devices: number;
  readonly already?: readonly number[];
  readonly ordered?: boolean;
  readonly atOnce?: number;
  readonly budget?: Partial<Budget>;
  readonly broken?: Broken;
}

const nothing: Budget = {
  ...{ crashes: 0, takeovers: 0, aliens: 0, losses: 0, repeats: 0, failures: 0 },
  ...{ breaks: 0, timers: 0, restarts: 0, aborts: 0, full: 0, falls: 0 },
};

/** A world in which one controller has just been told to begin. */
export function newWorld(setting: Setting): World {
  const already = new Set(setting.already);
  const devices = Array.from({ length: setting.devices }, (_, at) =>
    newDevice(`d${String(at)}`, already.has(at)),
  );
  const names = devices.map(({ name }) => name);
  const ranks = setting.ordered === true ? names.map((name) => [name]) : [names];
  const orders: UnitOrders = {
    transaction: 't1',
    title: 'core',
    members: names.map((device) => ({ device, version: '3.0' })),
    prepareRanks: ranks,
    switchRanks: [...ranks].reverse(),
    voteWithinMs: 60_000,
    atOnce: setting.atOnce ?? 0,
  };
  const journal: Journal = { controller: 'A', epoch: 1, written: [], lost: [], full: false };
  return {
    broken: setting.broken ?? unbroken,
    orders,
    devices,
    journals: [journal],
    lives: [newLife(0, 1, begin(orders))],
    net: [],
    replies: [],
    budget: { ...nothing, ...setting.budget },
    serial: 0,
    epoch: 1,
    violation: undefined,
  };
}

export function newLife(journal: number, epoch: number, state: UnitState): Life {
  return { journal, epoch, alive: true, state, queue: [], waiting: [], timers: [], outcomes: [] };
}

export function copyWorld(world: World): World {
  return {
    ...world,
    devices: world.devices.map((device) => ({ ...device })),
    journals: world.journals.map((journal) => ({ ...journal })),
    lives: world.lives.map((life) => ({ ...life })),
    budget: { ...world.budget },
  };
}
