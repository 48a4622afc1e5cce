/** F19: a journal that was emptied or taken away is not quietly begun anew. */
import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../src/journal/journal.ts';
import { openJournalReader } from '../../src/journal/reader.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-lost-'));
  const journal = openJournal(folder);
  journal.raiseEpoch();
  journal.close();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('one that is as it was is opened again', () => {
  const journal = openJournal(folder);
  expect(journal.epoch()).toBe(1);
  journal.close();
});

test('an emptied one is named', () => {
  truncateSync(join(folder, 'journal.sqlite'), 0);
  expect(() => openJournal(folder)).toThrow(/is empty, though this state folder has had one/);
});

test('one that is gone is named', () => {
  rmSync(join(folder, 'journal.sqlite'));
  expect(() => openJournal(folder)).toThrow(/is empty, though this state folder has had one/);
});

test('one that is being made is not there yet, for whoever looks on', () => {
  const path = join(folder, 'journal.sqlite');
  rmSync(path);
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL');
  database.close();
  expect(() => openJournalReader(folder)).toThrow(/is empty, though this state folder has had one/);
  rmSync(join(folder, 'journal.made'));
  expect(() => openJournalReader(folder)).toThrow(/there is no journal/);
});
