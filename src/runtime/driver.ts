/**
 * Drives one unit: the pure transaction decides, this carries out.
 *
 * Rule 1: nothing is told before every record that came before it is on disc.
 * Rule 2: answers are handed to the transaction at once; records of many answers share an fsync.
 * Deliberately not here: any decision.
 */
import { isFault, type Fault, type OrFault } from '../protocol/fault.ts';
import type { Answer, Order } from '../protocol/messages.ts';
import {
  contradicted,
  step,
  type Outcome,
  type TimerName,
  type UnitCommand,
  type UnitEvent,
  type UnitRecord,
  type UnitState,
} from '../protocol/transaction.ts';
import { announceAnswer, announceRecord, announceTold } from './announce.ts';
import { hasCommit } from './history.ts';
import { makeRecorder } from './recorder.ts';
import { contextOf, type UnitSource } from './unit.ts';
import { makeWorker, type Worker } from './worker.ts';

export interface Driver {
  readonly transaction: string;
  readonly devices: readonly string[];
  happen(event: UnitEvent): void;
  state(): UnitState;
  /** When a device was first told the order that it was last told; ISO 8601. */
  toldSince(device: string): string | undefined;
  /** Each time the transaction says how it stands: pending perhaps, and at its end. */
  onOutcome(listener: (outcome: Outcome) => void): void;
  close(): void;
}

export function makeDriver(source: UnitSource, start: UnitState): Driver {
  const drive = new UnitDrive(source, start);
  return {
    transaction: source.header.transaction,
    devices: source.orders.members.map((member) => member.device),
    happen: (event) => {
      drive.happen(event);
    },
    state: () => drive.state,
    toldSince: (device) => drive.told.get(device)?.since,
    onOutcome: (listener) => void drive.listeners.push(listener),
    close: () => {
      drive.close();
    },
  };
}

class UnitDrive {
  state: UnitState;
  readonly listeners: ((outcome: Outcome) => void)[] = [];
  readonly told = new Map<string, { readonly order: Order; readonly since: string }>();
  readonly #source: UnitSource;
  readonly #workers: ReadonlyMap<string, Worker>;
  readonly #timers = new Map<TimerName, NodeJS.Timeout>();
  #onDisc: Promise<unknown> = Promise.resolve();
  #journalFailed = false;
  /** A COMMIT has been seen on disc: a journal that lost it later takes nothing back. */
  #committed: boolean;

  constructor(source: UnitSource, start: UnitState) {
    this.#source = source;
    this.state = start;
    this.#committed = start.book.decision === 'commit';
    this.#workers = new Map(
      source.orders.members.map(({ device }) => [device, makeWorker(contextOf(source, device))]),
    );
  }

  happen(event: UnitEvent): void {
    const next = step(this.state, event);
    this.state = next.state;
    this.#log(
      next.commands.flatMap((command) => (command.command === 'log' ? [command.record] : [])),
    );
    for (const command of next.commands) this.#carryOut(command);
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const worker of this.#workers.values()) worker.close();
  }

  /** One append for all of an event's records; a failure is an event, once. */
  #log(records: readonly UnitRecord[]): void {
    if (records.length === 0 || this.#journalFailed) return;
    const recorder = makeRecorder(this.#source.journal, this.#source.header.transaction);
    const { book } = this.state;
    const appended = recorder.record(records).then((recorded) => {
      if (isFault(recorded)) this.#journalRefused(recorded.fault);
      else this.#kept(records, book);
    });
    this.#onDisc = this.#onDisc.then(() => appended);
  }

  #kept(records: readonly UnitRecord[], book: UnitState['book']): void {
    this.#committed ||= records.some(({ record }) => record === 'commit');
    for (const record of records) announceRecord(this.#source, record, book);
  }

  /** Nothing more is decided; whether a COMMIT that was under way is on disc is read again. */
  #journalRefused(fault: Fault): void {
    if (this.#journalFailed) return;
    this.#journalFailed = true;
    const committed = this.#isCommitted(fault);
    this.happen({
      event: 'journal-refused',
      fault,
      ...(committed === undefined ? {} : { committed }),
    });
  }

  /** Missing where nobody can know. */
  #isCommitted({ code }: Fault): boolean | undefined {
    if (this.#committed) return true;
    if (code === 'journal-moved') return false;
    const { journal, header } = this.#source;
    return code === 'journal-in-doubt' ? undefined : hasCommit(journal.path, header.transaction);
  }

  #carryOut(command: UnitCommand): void {
    switch (command.command) {
      case 'log':
        return;
      case 'tell':
        this.#afterRecords(() => {
          this.#tell(command.device, command.order);
        });
        return;
      case 'stop':
        // As a revert does: it leaves when ABORT is on disc.
        this.#afterRecords(() => {
          this.#workers.get(command.device)?.stop();
        });
        return;
      case 'set-timer':
        this.#setTimer(command.timer, command.ms);
        return;
      case 'clear-timer':
        clearTimeout(this.#timers.get(command.timer));
        return;
      case 'end':
        this.#afterRecords(() => {
          for (const listener of this.listeners) listener(command.outcome);
        });
    }
  }

  /** What was to follow records that did not reach the disc is not done; what follows the refusal is. */
  #afterRecords(act: () => void): void {
    const failedBefore = this.#journalFailed;
    void this.#onDisc.then(() => {
      if (this.#journalFailed === failedBefore) act();
    });
  }

  #tell(device: string, order: Order): void {
    announceTold(this.#source, device, order);
    if (this.told.get(device)?.order !== order)
      this.told.set(device, { order, since: new Date().toISOString() });
    void this.#workers
      .get(device)
      ?.tell(order)
      .then((answer) => {
        this.#answered(device, order, answer);
      });
  }

  #answered(device: string, order: Order, answer: OrFault<Answer>): void {
    announceAnswer(this.#source, device, order, answer);
    const atMs = Math.round(performance.now());
    if (isFault(answer)) this.happen({ event: 'unanswered', device, order, fault: answer.fault });
    else
      this.happen({
        event: 'answered',
        device,
        order,
        answer: contradicted(this.state, device, answer),
        atMs,
      });
  }

  #setTimer(timer: TimerName, ms: number): void {
    clearTimeout(this.#timers.get(timer));
    const elapsed = (): void => {
      this.happen({ event: 'elapsed', timer });
    };
    this.#timers.set(timer, setTimeout(elapsed, ms));
  }
}
