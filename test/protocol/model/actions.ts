/** How what can happen happens. */
import type { Answer } from '../../../src/protocol/messages.ts';
import {
  replay,
  step,
  type TimerName,
  type UnitCommand,
  type UnitEvent,
} from '../../../src/protocol/transaction.ts';
import type { Action } from './choices.ts';
import { complete, fireTimer, receive, restart, type Message } from './device.ts';
import { judgeDevices, judgeEffect, judgeOutcome, judgeRecord, violate } from './laws.ts';
import { copyWorld, newLife, type Life, type World } from './world.ts';

export function perform(before: World, action: Action): World {
  const world = copyWorld(before);
  try {
    act(world, action);
  } catch (error) {
    violate(world, `Defect: ${error instanceof Error ? error.message : String(error)}`);
  }
  judgeDevices(world);
  return world;
}

function act(world: World, action: Action): void {
  const { budget } = world;
  switch (action.do) {
    case 'begin':
      return happen(world, action.life, { event: 'begun' });
    case 'command':
      return carryOut(world, action.life);
    case 'deliver':
      return deliver(world, action.at);
    case 'lose':
      budget.losses -= 1;
      world.net = without(world.net, action.at);
      return;
    case 'repeat':
      budget.repeats -= 1;
      world.net = [...world.net, ...world.net.slice(action.at, action.at + 1)];
      return;
    case 'answer':
      return answer(world, action.at);
    case 'lose-answer':
      budget.losses -= 1;
      world.replies = without(world.replies, action.at);
      return;
    case 'complete':
      return completeWork(world, action.device, action.good);
    case 'unanswered':
      if (action.early) budget.losses -= 1;
      return unanswered(world, action.life, action.at);
    case 'elapse':
      if (!action.timer.startsWith('retry:')) budget.timers -= 1;
      return elapse(world, action.life, action.timer);
    case 'crash':
      budget.crashes -= 1;
      lifeAt(world, action.life).alive = false;
      return;
    case 'abort':
      budget.aborts -= 1;
      return happen(world, action.life, { event: 'abort-asked', by: 'ann' });
    case 'take-over':
      return takeOver(world, action.own);
    case 'timer':
      budget.timers -= 1;
      return fireTimer(deviceAt(world, action.device));
    case 'restart':
      budget.restarts -= 1;
      return restart(deviceAt(world, action.device), action.good, world.broken);
    case 'disc-full':
      budget.full -= 1;
      journalAt(world, 0).full = true;
      return;
    case 'fall-back':
      budget.falls -= 1;
      fallBack(journalAt(world, 0), action.left);
  }
}

function happen(world: World, at: number, event: UnitEvent): void {
  const life = lifeAt(world, at);
  const next = step(life.state, event);
  life.state = next.state;
  life.queue = [...life.queue, ...sorted(world, next.commands)];
}

function fallBack(journal: World['journals'][number], left: number): void {
  journal.lost = journal.written.slice(left);
  journal.written = journal.written.slice(0, left);
}

/** The rule `record-first` taken away: what is told overtakes the records. */
function sorted({ broken }: World, commands: readonly UnitCommand[]): readonly UnitCommand[] {
  if (!broken.has('record-first')) return commands;
  const isLog = ({ command }: UnitCommand): boolean => command === 'log';
  return [...commands.filter((command) => !isLog(command)), ...commands.filter(isLog)];
}

function carryOut(world: World, at: number): void {
  const life = lifeAt(world, at);
  const [command] = life.queue;
  life.queue = life.queue.slice(1);
  switch (command?.command) {
    case 'log':
      return write(world, at, command.record);
    case 'tell':
      return send(world, at, command);
    case 'set-timer':
      life.timers = [...life.timers.filter((timer) => timer !== command.timer), command.timer];
      return;
    case 'clear-timer':
      life.timers = life.timers.filter((timer) => timer !== command.timer);
      return;
    case 'end':
      life.outcomes = [...life.outcomes, command.outcome];
      return judgeOutcome(world, life);
    case 'stop':
    case undefined:
      return;
  }
}

function write(
  world: World,
  at: number,
  record: Extract<UnitCommand, { command: 'log' }>['record'],
): void {
  const life = lifeAt(world, at);
  const journal = journalAt(world, life.journal);
  const fenced = life.epoch < journal.epoch && !world.broken.has('journal-fence');
  if (!fenced && !journal.full) {
    journal.written = [...journal.written, { epoch: life.epoch, record }];
    return judgeRecord(world, record);
  }
  life.queue = [];
  const code = fenced ? 'fenced' : 'journal-disc-full';
  const committed = journal.written.some((written) => written.record.record === 'commit');
  happen(world, at, { event: 'journal-refused', fault: { code, message: code }, committed });
}

function send(
  world: World,
  at: number,
  { device, order }: Extract<UnitCommand, { command: 'tell' }>,
): void {
  const life = lifeAt(world, at);
  world.serial += 1;
  const index = world.devices.findIndex(({ name }) => name === device);
  const { controller } = journalAt(world, life.journal);
  world.net = [
    ...world.net,
    { life: at, serial: world.serial, device: index, order, epoch: life.epoch, controller },
  ];
  life.waiting = [
    ...life.waiting.filter((wait) => wait.device !== index),
    { device: index, order, serial: world.serial },
  ];
}

function deliver(world: World, at: number): void {
  const message = world.net[at];
  if (!message) return;
  world.net = without(world.net, at);
  const device = deviceAt(world, message.device);
  const before = device.state;
  const reply = receive(device, message, world.broken);
  if (device.state !== before) judgeEffect(world, message);
  if (reply) world.replies = [...world.replies, { message, answer: reply }];
}

function completeWork(world: World, at: number, good: boolean): void {
  const device = deviceAt(world, at);
  const message = device.work;
  if (!message) return;
  if (!good) spend(world, message);
  world.replies = [...world.replies, { message, answer: complete(device, good) }];
}

function spend({ budget }: World, { order }: Message): void {
  if (order === 'revert') budget.breaks -= 1;
  else budget.failures -= 1;
}

function answer(world: World, at: number): void {
  const reply = world.replies[at];
  world.replies = without(world.replies, at);
  const life = reply ? world.lives[reply.message.life] : undefined;
  const wait = life?.waiting.findIndex(({ serial }) => serial === reply?.message.serial) ?? -1;
  if (!reply || life?.alive !== true || wait < 0) return;
  life.waiting = without(life.waiting, wait);
  const { order, device, life: index } = reply.message;
  const { name } = deviceAt(world, device);
  happen(world, index, {
    event: 'answered',
    device: name,
    order,
    answer: heard(world, reply.answer),
    atMs: 0,
  });
}

/** Rules taken away on the controller's side: it hears what it would like to hear. */
function heard({ broken }: World, said: Answer): Answer {
  if (said.answer !== 'failed') return said;
  if (broken.has('vote-is-a-vote') && said.state === 'held') return { answer: 'voted' };
  if (broken.has('verify-counts') && said.state === 'armed')
    return { answer: 'verified', version: '3.0' };
  return said;
}

function unanswered(world: World, at: number, index: number): void {
  const life = lifeAt(world, at);
  const wait = life.waiting[index];
  if (!wait) return;
  life.waiting = without(life.waiting, index);
  const { name } = deviceAt(world, wait.device);
  if (wait.order === 'inquire' && life.journal > 0 && world.broken.has('hear-all')) {
    const silent: Answer = { answer: 'standing', state: 'armed', alien: true, outages: [] };
    return happen(world, at, {
      event: 'answered',
      device: name,
      order: 'inquire',
      answer: silent,
      atMs: 0,
    });
  }
  const fault = { code: 'unreachable', message: 'no answer' };
  happen(world, at, { event: 'unanswered', device: name, order: wait.order, fault });
}

function elapse(world: World, at: number, timer: TimerName): void {
  const life = lifeAt(world, at);
  life.timers = life.timers.filter((name) => name !== timer);
  happen(world, at, { event: 'elapsed', timer });
}

/** A new life: of the journal that began it, or of a controller that knows only the devices. */
export function takeOver(world: World, own: boolean): void {
  world.epoch += 1;
  if (own) world.budget.takeovers -= 1;
  else world.budget.aliens -= 1;
  const journal = own ? 0 : alienJournal(world);
  journalAt(world, journal).epoch = world.epoch;
  const records = journalAt(world, journal).written.map(({ record }) => record);
  world.lives.push(newLife(journal, world.epoch, replay(records)));
  happen(world, world.lives.length - 1, { event: 'taken-over', ownJournal: own });
}

function alienJournal(world: World): number {
  if (world.journals.length === 1) {
    const record = { record: 'begin', orders: world.orders } as const;
    world.journals.push({
      controller: 'B',
      epoch: 0,
      written: [{ epoch: 0, record }],
      lost: [],
      full: false,
    });
  }
  return 1;
}

function lifeAt(world: World, at: number): Life {
  return must(world.lives[at]);
}
function deviceAt(world: World, at: number): World['devices'][number] {
  return must(world.devices[at]);
}
function journalAt(world: World, at: number): World['journals'][number] {
  return must(world.journals[at]);
}
function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the model names what is not there');
  return value;
}
function without<T>(list: readonly T[], at: number): readonly T[] {
  return list.filter((_, index) => index !== at);
}
