/** F19: a journal that is damaged, cut short, newer or something else: the record is named, nothing is decided. */
import {
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../../src/journal/journal.ts';
import { openJournalReader } from '../../src/journal/reader.ts';
import { entry, faultOf, leading, newFolder } from './places.ts';

/** A closed journal of a few hundred records. */
async function written(): Promise<{ readonly folder: string; readonly path: string }> {
  const folder = newFolder();
  const journal = leading(folder);
  await journal.append([entry('t1', 'unit', { text: 'x'.repeat(100) })]);
  await journal.append(
    Array.from({ length: 400 }, (_, n) => entry('t1', 'sent', { n, text: 'y'.repeat(100) })),
  );
  await journal.append([entry('t1', 'commit')]);
  journal.close();
  return { folder, path: join(folder, 'journal.sqlite') };
}

function change(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(`DROP TRIGGER records_stay; DROP TRIGGER records_stand; ${sql}`);
  database.close();
}

describe('F19: a record', () => {
  it.each([
    [
      'changed',
      `UPDATE records SET body = '{"record":"abort"}', kind = 'abort' WHERE kind = 'commit'`,
      'record 402',
    ],
    [
      'moved to another transaction',
      `UPDATE records SET "transaction" = 't2' WHERE seq = 7`,
      'record 7',
    ],
    ['changed in its epoch', 'UPDATE records SET epoch = 9 WHERE seq = 7', 'record 7'],
    ['taken out', 'DELETE FROM records WHERE seq = 7', 'record 8'],
    ['that is no JSON', `UPDATE records SET body = '{' WHERE seq = 7`, 'record 7'],
  ])('%s: is named', async (_, sql, named) => {
    const { folder, path } = await written();
    change(path, sql);
    const reader = openJournalReader(folder);
    const fault = await faultOf(() => [...reader.records('t1'), ...reader.records('t2')]);
    reader.close();
    expect(fault.code).toBe('journal-record');
    expect(fault.message).toContain(named);
    expect(fault.hint).toContain('nothing is decided');
  });

  it('cannot be changed by mistake', async () => {
    const { path } = await written();
    const database = new DatabaseSync(path);
    expect(() => {
      database.exec('DELETE FROM records WHERE seq = 7');
    }).toThrow('a record stays');
    expect(() => {
      database.exec('UPDATE records SET epoch = 2');
    }).toThrow('a record stands');
    database.close();
  });
});

describe('F19: the file', () => {
  it.each([
    [
      'cut short',
      (path: string) => {
        truncateSync(path, statSync(path).size - 20_000);
      },
    ],
    [
      'overwritten in the middle',
      (path: string) => {
        scribble(path, 30_000);
      },
    ],
    [
      'overwritten at the head',
      (path: string) => {
        scribble(path, 0);
      },
    ],
  ])('%s: is refused as it is opened, or as it is read', async (_, damage) => {
    const { folder, path } = await written();
    damage(path);
    for (const look of [
      () => openJournal(folder).records('t1'),
      () => openJournalReader(folder).records('t1'),
    ]) {
      const { code } = await faultOf(look);
      expect(['journal-corrupt', 'journal-record']).toContain(code);
    }
  });

  it('newer than this program: refused, and left as it is', async () => {
    const { folder, path } = await written();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99');
    database.close();
    const before = readFileSync(path);
    const fault = await faultOf(() => openJournal(folder));
    expect(fault).toMatchObject({ code: 'journal-newer' });
    expect(fault.message).toContain('version 99');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('of another program: refused', async () => {
    const { folder, path } = await written();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA application_id = 7');
    database.close();
    expect((await faultOf(() => openJournal(folder))).code).toBe('journal-foreign');
  });

  it('no database at all: refused', async () => {
    const { folder, path } = await written();
    writeFileSync(path, 'a text that is long enough to be looked at\n'.repeat(100));
    expect((await faultOf(() => openJournal(folder))).code).toBe('journal-corrupt');
    expect((await faultOf(() => openJournalReader(folder))).code).toBe('journal-corrupt');
  });
});

function scribble(path: string, at: number): void {
  const handle = openSync(path, 'r+');
  writeSync(handle, Buffer.alloc(12_000, 0x5a), 0, 12_000, at);
  closeSync(handle);
}
