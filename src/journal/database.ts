/**
 * Opens the journal's file and checks that it is one, whole, and of a version we know.
 *
 * Rule 1: WAL with `synchronous=FULL`: a commit that has returned is on disk. It is set, and asserted after
 *         the first write, since a build of SQLite may read FULL and run NORMAL.
 * Rule 2: a damaged or newer file is refused as it is opened; nothing is decided from it.
 */
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { damagedHint, journalError } from './journal-error.ts';
import { applicationId, schema, schemaVersion } from './schema.ts';
import { sqliteFault } from './sqlite-fault.ts';
import { journalMark } from './state-folder.ts';

const waitMs = 5_000;

/** Runs `work`; what SQLite throws comes out as a named fault. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw sqliteFault(error, path);
  }
}

export interface Making {
  /** Asked for once in a journal's life. */
  readonly newController: () => string;
  /** The folder has had a journal: a blank one in its place has lost everything, and is not begun anew. */
  readonly hadOne: boolean;
}

/** For the controller: made where it is missing. */
export function openToWrite(path: string, { newController, hadOne }: Making): DatabaseSync {
  return guarded(path, () => {
    const database = new DatabaseSync(path, { timeout: waitMs });
    return orClose(database, () => {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      if (isBlank(database)) {
        if (hadOne) throw lost(path);
        create(database, newController());
      }
      checkFile(database, path);
      assertDurable(database, path);
    });
  });
}

/** For whoever looks on, beside a running controller. */
export function openToRead(path: string): DatabaseSync {
  if (!existsSync(path) || statSync(path).size === 0) {
    throw missing(path);
  }
  return guarded(path, () => {
    const database = new DatabaseSync(path, { readOnly: true, timeout: waitMs });
    return orClose(database, () => {
      // Without the mark it was made a moment ago: its controller has not got further than the file.
      if (isBlank(database))
        throw existsSync(journalMark(dirname(path))) ? lost(path) : missing(path);
      checkFile(database, path);
    });
  });
}

function orClose(database: DatabaseSync, work: () => void): DatabaseSync {
  try {
    work();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function pragma(database: DatabaseSync, name: string): unknown {
  const row = database.prepare(`PRAGMA ${name}`).get();
  return row === undefined ? undefined : Object.values(row)[0];
}

function missing(path: string): Error {
  return journalError('journal-missing', `there is no journal at ${path}`);
}

function lost(path: string): Error {
  const what = `the journal ${path} is empty, though this state folder has had one`;
  const hint =
    'put a copy back that is no older than the newest transaction, or look at each device';
  return journalError('journal-lost', what, hint);
}

function isBlank(database: DatabaseSync): boolean {
  return database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] === 0;
}

function create(database: DatabaseSync, controller: string): void {
  database.exec(`BEGIN IMMEDIATE; ${schema}`);
  database.prepare('INSERT INTO standing VALUES (1, ?, 0)').run(controller);
  database.exec(
    `PRAGMA application_id = ${String(applicationId)}; PRAGMA user_version = ${String(schemaVersion)}; COMMIT`,
  );
}

function checkFile(database: DatabaseSync, path: string): void {
  const version = pragma(database, 'user_version');
  if (pragma(database, 'application_id') !== applicationId) {
    throw journalError('journal-foreign', `${path} is a database of something else`);
  }
  if (version !== schemaVersion) throw newer(path, version);
  const found = pragma(database, 'quick_check(1)');
  if (found !== 'ok')
    throw journalError(
      'journal-corrupt',
      `the journal is damaged: ${path} (${String(found)})`,
      damagedHint,
    );
}

function newer(path: string, version: unknown): Error {
  return journalError(
    'journal-newer',
    `the journal ${path} has version ${String(version)}; this cutover knows ${String(schemaVersion)}`,
    'use the cutover that wrote it, or a later one',
  );
}

/** After a write: FULL is what really runs. */
export function assertDurable(database: DatabaseSync, path: string): void {
  const mode = pragma(database, 'journal_mode');
  const synchronous = pragma(database, 'synchronous');
  if (mode === 'wal' && synchronous === 2) return;
  throw journalError(
    'journal-not-durable',
    `SQLite runs ${path} with journal_mode=${String(mode)} synchronous=${String(synchronous)}; wal and 2 (FULL) are needed`,
  );
}
