/**
 * One controller per state folder.
 *
 * Rule 1: the operating system holds the lock (a lock of SQLite's on `controller.lock`), so it is gone with its process,
 *         however that ends; there is no stale lock to be broken.
 * Rule 2: a lock lives until it is released or its process ends, also if nobody keeps the object: an unreachable
 *         SQLite handle is closed by the garbage collector, and its lock with it, so this module holds on to each.
 * Rule 3: who holds it stands in `controller.json` beside it, for people; it is never trusted.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { anchorAt, type Anchor } from './anchor.ts';
import { inFolder } from './file-fault.ts';
import { journalError } from './journal-error.ts';
import { guarded } from './database.ts';
import { sqliteFault } from './sqlite-fault.ts';
import { prepareStateFolder, touchPrivately } from './state-folder.ts';

export interface StateLock extends Anchor {
  readonly release: () => void;
}

/** Who runs the controller of a state folder. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601. */
  readonly since: string;
}

const held = new Set<DatabaseSync>();

/** Throws a `JournalError`, `controller-running`, if another process (or this one) has it. */
export function lockStateFolder(folder: string, now: () => Date = () => new Date()): StateLock {
  prepareStateFolder(folder);
  const path = join(folder, 'controller.lock');
  touchPrivately(path);
  const anchor = anchorAt(path);
  const database = locked(folder, path);
  held.add(database);
  sayWho(folder, { pid: process.pid, host: hostname(), since: now().toISOString() });
  return {
    check: anchor.check,
    release: () => {
      held.delete(database);
      if (database.isOpen) database.close();
    },
  };
}

function locked(folder: string, path: string): DatabaseSync {
  const database = guarded(path, () => new DatabaseSync(path, { timeout: 0 }));
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    throw lockError(folder, path, error);
  }
}

function lockError(folder: string, path: string, error: unknown): Error {
  const fault = sqliteFault(error, path);
  if (fault.fault.code !== 'journal-busy') return fault;
  return journalError(
    'controller-running',
    `a controller runs in ${folder}${holderText(folder)}`,
    'look at it with `cutover status`',
  );
}

function holderText(folder: string): string {
  const holder = lockHolder(folder);
  return holder ? `: pid ${String(holder.pid)} on ${holder.host}, since ${holder.since}` : '';
}

/** What the newest holder wrote of itself; it may have ended since. */
export function lockHolder(folder: string): LockHolder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, 'controller.json'), 'utf8'));
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is LockHolder {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, host, since } = value as Partial<Record<string, unknown>>;
  return typeof pid === 'number' && typeof host === 'string' && typeof since === 'string';
}

function sayWho(folder: string, holder: LockHolder): void {
  const path = join(folder, 'controller.json');
  inFolder(folder, () => {
    rmSync(`${path}.new`, { force: true });
    writeFileSync(`${path}.new`, `${JSON.stringify(holder)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(`${path}.new`, path);
  });
}
