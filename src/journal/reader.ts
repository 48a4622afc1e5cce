/**
 * What the journal says. Reading checks: a record that was changed or lost is named, and nothing is given back.
 */
import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { JournalRecord } from './body.ts';
import { decodeRow, type Row } from './codec.ts';
import { guarded, openToRead } from './database.ts';
import { damagedHint, journalError } from './journal-error.ts';
import { inFolder } from './file-fault.ts';
import { checkStateFiles } from './state-files.ts';
import { journalPath } from './state-folder.ts';

/** What a journal holds under one transaction (or run, or download), oldest first. */
export interface TransactionSummary {
  readonly transaction: string;
  /** The kind of its first record: `begin`, `run-begin` …, and when it was written. */
  readonly opened: string;
  readonly since: string;
  /** The kind of its newest record, and when it was written. */
  readonly latest: string;
  readonly until: string;
  /** The kinds of all its records, each once. */
  readonly kinds: ReadonlySet<string>;
}

export interface JournalReader {
  readonly path: string;
  /** This journal's own controller: 16 hex digits. */
  readonly controller: string;
  /** The highest epoch taken. */
  readonly epoch: () => number;
  readonly transactions: () => readonly TransactionSummary[];
  readonly records: (transaction: string) => readonly JournalRecord[];
  /** All records of a kind, over all transactions. */
  readonly ofKind: (kind: string) => readonly JournalRecord[];
  /** Everything after a record, for those who follow. */
  readonly after: (seq: number) => readonly JournalRecord[];
}

export interface ClosableReader extends JournalReader {
  readonly close: () => void;
}

/** Throws a `JournalError` where the folder can't be looked into. */
export function hasJournal(folder: string): boolean {
  return inFolder(folder, () => {
    const found = lstatSync(journalPath(folder), { throwIfNoEntry: false });
    if (found !== undefined) checkStateFiles(folder);
    return found !== undefined;
  });
}

/** Opens the journal for looking on; works beside a running controller. */
export function openJournalReader(folder: string): ClosableReader {
  const path = journalPath(folder);
  const database = openToRead(path);
  const close = (): void => {
    if (database.isOpen) database.close();
  };
  return { ...readerOf(database, path), close };
}

export function readerOf(database: DatabaseSync, path: string): JournalReader {
  const read = (where: string, ...values: (string | number)[]): readonly JournalRecord[] =>
    guarded(path, () => readRecords(database, path, where, values));
  return {
    path,
    controller: guarded(path, () => String(standing(database)['controller'])),
    epoch: () => guarded(path, () => Number(standing(database)['epoch'])),
    transactions: () => guarded(path, () => summaries(database)),
    records: (transaction) => read('r."transaction" = ?', transaction),
    ofKind: (kind) => read('r.kind = ?', kind),
    after: (seq) => read('r.seq > ?', seq),
  };
}

function standing(database: DatabaseSync): Readonly<Record<string, unknown>> {
  const row = database.prepare('SELECT controller, epoch FROM standing').get();
  if (!row)
    throw journalError(
      'journal-corrupt',
      'the journal has lost its controller id and epoch',
      damagedHint,
    );
  return row;
}

export const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

function readRecords(
  database: DatabaseSync,
  path: string,
  where: string,
  values: readonly (string | number)[],
): readonly JournalRecord[] {
  const rows = database
    .prepare(
      `SELECT r.*, p.digest AS prior FROM records r LEFT JOIN records p ON p.seq = r.seq - 1 WHERE ${where} ORDER BY r.seq`,
    )
    .all(...values);
  return rows.map((row) => decodeOrThrow(asRow(row), priorOf(row['prior']), path));
}

function priorOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function decodeOrThrow(row: Row, prior: string | undefined, path: string): JournalRecord {
  const decoded = decodeRow(row, prior, hash);
  if (decoded.ok) return decoded.record;
  throw journalError(
    'journal-record',
    `the journal ${path} is damaged: ${decoded.problem}`,
    damagedHint,
  );
}

/** The table is STRICT: its columns have their types. */
function asRow(row: Readonly<Record<string, unknown>>): Row {
  return {
    seq: Number(row['seq']),
    transaction: String(row['transaction']),
    epoch: Number(row['epoch']),
    controller: String(row['controller']),
    at: String(row['at']),
    kind: String(row['kind']),
    body: String(row['body']),
    digest: String(row['digest']),
  };
}

function summaries(database: DatabaseSync): readonly TransactionSummary[] {
  return database
    .prepare(
      `SELECT g."transaction", f.kind AS opened, f.at AS since, l.kind AS latest, l.at AS until, g.kinds
       FROM (SELECT "transaction", min(seq) AS first, max(seq) AS last, group_concat(DISTINCT kind) AS kinds
             FROM records GROUP BY "transaction") g
       JOIN records f ON f.seq = g.first JOIN records l ON l.seq = g.last ORDER BY g.first`,
    )
    .all()
    .map((row) => ({
      transaction: String(row['transaction']),
      opened: String(row['opened']),
      since: String(row['since']),
      latest: String(row['latest']),
      until: String(row['until']),
      kinds: new Set(String(row['kinds']).split(',')),
    }));
}
