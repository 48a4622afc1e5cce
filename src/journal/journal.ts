/**
 * The journal: what was decided, on disk before it is told.
 *
 * Rule 1: one controller per state folder (`lock.ts`); others only read.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { anchorAt } from './anchor.ts';
import type { JournalEntry } from './body.ts';
import { openToWrite } from './database.ts';
import type { StateLock } from './lock.ts';
import { readerOf, type JournalReader } from './reader.ts';
import {
  journalMark,
  journalPath,
  prepareStateFolder,
  syncFolder,
  touchPrivately,
} from './state-folder.ts';
import { JournalWriter } from './writer.ts';

export interface Journal extends JournalReader {
  /** Compare-and-set: takes the next epoch and fences every other writer. Needed before the first append. */
  readonly raiseEpoch: () => number;
  /** Resolves when all is on disk; rejects with a `JournalError`, and so do all later ones. */
  readonly append: (entries: readonly JournalEntry[]) => Promise<void>;
  /** It has refused what it was to write, and refuses whatever comes. */
  readonly failed: () => boolean;
  /** Writes what waits, and closes. */
  readonly close: () => void;
}

export interface JournalSettings {
  readonly now?: () => Date;
  /** The id of a new journal's controller, 16 hex digits. */
  readonly newController?: () => string;
  /** Whoever writes must still have it. */
  readonly lock?: StateLock;
}

const drawController = (): string => randomBytes(8).toString('hex');

/** Opens the journal of a state folder, made where it is missing. Throws a `JournalError`. */
export function openJournal(folder: string, settings: JournalSettings = {}): Journal {
  prepareStateFolder(folder);
  const path = journalPath(folder);
  touchPrivately(path);
  const anchors = [anchorAt(path), ...(settings.lock ? [settings.lock] : [])];
  const mark = journalMark(folder);
  const database = openToWrite(path, {
    newController: settings.newController ?? drawController,
    hadOne: existsSync(mark),
  });
  touchPrivately(mark);
  syncFolder(folder);
  const reader = readerOf(database, path);
  const now = settings.now ?? (() => new Date());
  const { controller } = reader;
  const writer = new JournalWriter({ database, path, controller, now, anchors });
  return {
    ...reader,
    raiseEpoch: () => writer.raiseEpoch(),
    append: (entries) => writer.append(entries),
    failed: () => writer.failed(),
    close: () => {
      writer.close();
      if (database.isOpen) database.close();
    },
  };
}
