/** Folders for journals, gone after each test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Fault } from '../../src/protocol/fault.ts';
import type { JournalEntry } from '../../src/journal/body.ts';
import { openJournal, type Journal } from '../../src/journal/journal.ts';
import { JournalError } from '../../src/journal/journal-error.ts';

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-journal-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, 'state');
}

export function open(folder: string): Journal {
  const journal = openJournal(folder, { now: () => new Date('2026-11-27T22:00:00Z') });
  onTestFinished(() => {
    journal.close();
  });
  return journal;
}

/** Opened, with an epoch of its own. */
export function leading(folder: string): Journal {
  const journal = open(folder);
  journal.raiseEpoch();
  return journal;
}

export function entry(transaction: string, record: string, more: object = {}): JournalEntry {
  return { transaction, body: { record, ...more } };
}

/** The fault that a call throws, or an append rejects with. */
export async function faultOf(call: () => unknown): Promise<Fault> {
  try {
    await call();
  } catch (error) {
    if (error instanceof JournalError) return error.fault;
    throw error;
  }
  throw new Error('no fault came');
}
