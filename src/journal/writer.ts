/**
 * Puts records on disk, many appends with one sync (group commit).
 *
 * Rule 1: order is kept; an append resolves when all of it is on disk.
 * Rule 2: whoever writes holds the highest epoch; a higher one in the journal means that another controller has taken over.
 * Rule 3: what was open is still what lies at its path, before a record is written and again before it counts (a record
 *         in a deleted file is none); so too SQLite's own log beside it.
 * Rule 4: after a fault nothing is written any more: a file handle that failed once may acknowledge what it did not keep.
 */
import type { DatabaseSync } from 'node:sqlite';
import { anchorAt, type Anchor } from './anchor.ts';
import type { JournalEntry } from './body.ts';
import { encodeRow, origin, type Row } from './codec.ts';
import { assertDurable } from './database.ts';
import { JournalError, journalError } from './journal-error.ts';
import { hash } from './reader.ts';
import { sqliteFault } from './sqlite-fault.ts';

interface Waiting {
  readonly entries: readonly JournalEntry[];
  readonly resolve: () => void;
  readonly reject: (error: JournalError) => void;
}

export interface Pen {
  readonly database: DatabaseSync;
  readonly path: string;
  readonly controller: string;
  readonly now: () => Date;
  readonly anchors: readonly Anchor[];
}

export class JournalWriter {
  readonly #pen: Pen;
  #epoch = 0;
  #queue: Waiting[] = [];
  #scheduled = false;
  #asserted = false;
  #log: Anchor | undefined;
  #failed: JournalError | undefined;

  constructor(pen: Pen) {
    this.#pen = pen;
  }

  /** Takes the next epoch: every other writer of this journal is fenced from now on. */
  raiseEpoch(): number {
    this.#refuseIfFailed();
    this.#epoch = this.#commit((database) => {
      const epoch = epochIn(database) + 1;
      database.prepare('UPDATE standing SET epoch = ? WHERE epoch = ?').run(epoch, epoch - 1);
      return epoch;
    });
    return this.#epoch;
  }

  append(entries: readonly JournalEntry[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ entries, resolve, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => {
        this.flush();
      });
    });
  }

  /** Writes what is waiting, now. */
  flush(): void {
    const batch = this.#queue;
    this.#queue = [];
    this.#scheduled = false;
    if (batch.length === 0) return;
    try {
      this.#refuseIfFailed();
      this.#commit((database) => {
        this.#write(
          database,
          batch.flatMap(({ entries }) => entries),
        );
      });
    } catch (error) {
      const fault = sqliteFault(error, this.#pen.path);
      for (const { reject } of batch) reject(fault);
      return;
    }
    for (const { resolve } of batch) resolve();
  }

  failed(): boolean {
    return this.#failed !== undefined;
  }

  /** Refuses everything from now on; what waits is rejected. */
  close(): void {
    this.flush();
    this.#failed ??= journalError('journal-closed', 'the journal has been closed');
  }

  #refuseIfFailed(): void {
    if (this.#failed) throw this.#failed;
  }

  #commit<T>(work: (database: DatabaseSync) => T): T {
    const { database, path } = this.#pen;
    try {
      this.#checkPlace();
      database.exec('BEGIN IMMEDIATE');
      const result = work(database);
      database.exec('COMMIT');
      this.#checkWritten();
      return result;
    } catch (error) {
      this.#failed = sqliteFault(error, path);
      rollBack(database);
      throw this.#failed;
    }
  }

  #checkPlace(): void {
    for (const anchor of this.#pen.anchors) anchor.check();
    this.#log?.check();
  }

  #checkWritten(): void {
    const { database, path } = this.#pen;
    if (!this.#asserted) assertDurable(database, path);
    this.#asserted = true;
    try {
      this.#log ??= anchorAt(`${path}-wal`);
      this.#checkPlace();
    } catch (error) {
      throw inDoubt(sqliteFault(error, path));
    }
  }

  #write(database: DatabaseSync, entries: readonly JournalEntry[]): void {
    this.#checkEpoch(database);
    const insert = database.prepare('INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    const { controller, now } = this.#pen;
    let { seq, digest } = lastRow(database);
    for (const { transaction, body } of entries) {
      seq += 1;
      const record = {
        seq,
        transaction,
        epoch: this.#epoch,
        controller,
        at: now().toISOString(),
        body,
      };
      const row = encodeRow(record, digest, hash);
      insert.run(...columns(row));
      ({ digest } = row);
    }
  }

  #checkEpoch(database: DatabaseSync): void {
    if (this.#epoch === 0) throw journalError('fenced', 'no epoch of this journal has been taken');
    const found = epochIn(database);
    if (found === this.#epoch) return;
    throw journalError(
      'fenced',
      `fenced: epoch ${String(this.#epoch)} < ${String(found)}: another controller has taken over`,
    );
  }
}

/** It was written, to a file that somebody may yet put back. */
function inDoubt({ fault }: JournalError): JournalError {
  return new JournalError({ ...fault, code: 'journal-in-doubt' });
}

function columns({
  seq,
  transaction,
  epoch,
  controller,
  at,
  kind,
  body,
  digest,
}: Row): (string | number)[] {
  return [seq, transaction, epoch, controller, at, kind, body, digest];
}

function epochIn(database: DatabaseSync): number {
  return Number(database.prepare('SELECT epoch FROM standing').get()?.['epoch']);
}

function lastRow(database: DatabaseSync): { readonly seq: number; readonly digest: string } {
  const row = database.prepare('SELECT seq, digest FROM records ORDER BY seq DESC LIMIT 1').get();
  return row
    ? { seq: Number(row['seq']), digest: String(row['digest']) }
    : { seq: 0, digest: origin };
}

/** The transaction may be gone already: then there is nothing to roll back. */
function rollBack(database: DatabaseSync): void {
  if (database.isTransaction) database.exec('ROLLBACK');
}
