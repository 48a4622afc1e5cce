/** A bench for stories: devices that answer well, except where the story says otherwise. */
import type { Answer, Order } from '../../src/protocol/messages.ts';
import {
  begin,
  replay,
  step,
  type Outcome,
  type UnitCommand,
  type UnitEvent,
  type UnitOrders,
  type UnitRecord,
  type UnitState,
} from '../../src/protocol/transaction.ts';

/** `lost`: no answer comes back. `slow`: none has come yet. Nothing: the good answer. */
export type Twist = Answer | 'lost' | 'slow' | undefined;
export type Story = (device: string, order: Order, nth: number) => Twist;

const allWell: Story = () => undefined;

export function ordersOf(devices: readonly string[], more: Partial<UnitOrders> = {}): UnitOrders {
  const members = devices.map((device) => ({ device, version: '3.0' }));
  const ranks = { prepareRanks: [devices], switchRanks: [devices] };
  return {
    transaction: 't1',
    title: 'core',
    members,
    ...ranks,
    voteWithinMs: 60_000,
    atOnce: 0,
    ...more,
  };
}

export const stepFailed = {
  code: 'step-failed',
  message: 'stop daemon: it still runs',
  step: 'switch.1',
  line: 40,
};
const unreachable = { code: 'unreachable', message: 'no route to host' };

export function failing(state: Extract<Answer, { answer: 'failed' }>['state']): Answer {
  return { answer: 'failed', state, fault: stepFailed };
}

export function heldBy(transaction: string, epoch = 8): Answer {
  const since = '2026-11-27T22:00:00Z';
  return {
    answer: 'refused',
    holder: { transaction, epoch, controller: 'bb', operator: 'ben@noc2', since },
  };
}

/** Whoever changes a state that somebody may still hold is found out. */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
  return value;
}

export class Bench {
  state: UnitState;
  readonly records: UnitRecord[] = [];
  /** `order device`, as told. */
  readonly told: string[] = [];
  readonly stopped: string[] = [];
  readonly timers = new Map<string, number>();
  readonly outcomes: Outcome[] = [];
  /** What was told and logged, in one line of time. */
  readonly course: string[] = [];
  readonly slow: { readonly device: string; readonly order: Order }[] = [];
  story: Story;
  #todo: { readonly device: string; readonly order: Order }[] = [];
  #atMs = 0;

  constructor(orders: UnitOrders, story: Story = allWell, records?: readonly UnitRecord[]) {
    this.state = records ? replay(records) : begin(orders);
    this.story = story;
  }

  static begun(orders: UnitOrders, story: Story = allWell): Bench {
    return new Bench(orders, story).happen({ event: 'begun' });
  }

  static recovered(
    records: readonly UnitRecord[],
    story: Story = allWell,
    ownJournal = true,
  ): Bench {
    const [first] = records;
    if (first?.record !== 'begin') throw new Error('a story begins with its begin');
    return new Bench(first.orders, story, records).happen({ event: 'taken-over', ownJournal });
  }

  /** An event, and all that follows from it. */
  happen(event: UnitEvent): this {
    this.#step(event);
    for (let next = this.#todo.shift(); next; next = this.#todo.shift()) this.#answer(next);
    return this;
  }

  /** A slow one answers after all. */
  answerLate(device: string, answer?: Answer): this {
    const at = this.slow.findIndex((wait) => wait.device === device);
    const [wait] = this.slow.splice(at, 1);
    if (!wait) throw new Error(`${device} is not slow`);
    return this.happen(this.#answered(wait, answer ?? this.good(wait.device, wait.order)));
  }

  get outcome(): Outcome | undefined {
    return this.outcomes.at(-1);
  }

  kinds(): readonly string[] {
    return this.records
      .map(({ record }) => record)
      .filter((kind) => kind !== 'answer' && kind !== 'fault');
  }

  #step(event: UnitEvent): void {
    if (event.event === 'elapsed') this.timers.delete(event.timer);
    const next = step(freeze(this.state), event);
    this.state = next.state;
    for (const command of next.commands) this.#carryOut(command);
  }

  #carryOut(command: UnitCommand): void {
    switch (command.command) {
      case 'log':
        this.records.push(command.record);
        this.course.push(`log ${command.record.record}`);
        return;
      case 'tell':
        this.told.push(`${command.order} ${command.device}`);
        this.course.push(`${command.order} ${command.device}`);
        this.#todo.push(command);
        return;
      case 'stop':
        this.stopped.push(command.device);
        return;
      case 'set-timer':
        this.timers.set(command.timer, command.ms);
        return;
      case 'clear-timer':
        this.timers.delete(command.timer);
        return;
      case 'end':
        this.outcomes.push(command.outcome);
    }
  }

  #answer(wait: { readonly device: string; readonly order: Order }): void {
    const { device, order } = wait;
    const nth = this.told.filter((line) => line === `${order} ${device}`).length;
    const twist = this.story(device, order, nth);
    if (twist === 'slow') this.slow.push(wait);
    else if (twist === 'lost')
      this.#step({ event: 'unanswered', device, order, fault: unreachable });
    else this.#step(this.#answered(wait, twist ?? this.good(device, order)));
  }

  #answered(
    { device, order }: { readonly device: string; readonly order: Order },
    answer: Answer,
  ): UnitEvent {
    this.#atMs += 10;
    return { event: 'answered', device, order, answer, atMs: this.#atMs };
  }

  good(device: string, order: Order): Answer {
    const outages = [{ service: 'umg', ms: 120, ended: true }];
    switch (order) {
      case 'inquire':
        return this.#standing(device);
      case 'prepare':
        return { answer: 'staged', version: '3.0', fingerprint: `old ${device}`, already: false };
      case 'switch':
        return { answer: 'armed', fingerprint: `new ${device}`, outages };
      case 'verify':
        return { answer: 'verified', version: '3.0' };
      case 'hold':
        return { answer: 'voted' };
      case 'confirm':
        return { answer: 'confirmed' };
      case 'finish':
        return { answer: 'finished', warnings: [] };
      case 'revert':
        return { answer: 'reverted', fingerprint: `old ${device}`, outages };
      case 'report':
        return { answer: 'reported' };
    }
  }

  /** As the newest thing that this bench's journal knows of it. */
  #standing(device: string): Answer {
    const member = this.state.book.members.find((each) => each.device === device);
    const state = member?.state ?? 'idle';
    const fingerprint = state === 'staged' ? { fingerprint: `old ${device}` } : {};
    return { answer: 'standing', state, alien: false, ...fingerprint, outages: [] };
  }
}
