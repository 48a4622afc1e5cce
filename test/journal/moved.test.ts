/** A journal that is deleted or replaced while it is open: nothing more is written to it, and nothing counts. */
import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal, type Journal } from '../../src/journal/journal.ts';
import { lockStateFolder } from '../../src/journal/lock.ts';
import { openJournalReader } from '../../src/journal/reader.ts';
import { entry, faultOf, leading, newFolder } from './places.ts';

const path = (folder: string): string => join(folder, 'journal.sqlite');

const harms: Readonly<Record<string, (folder: string) => void>> = {
  'it is deleted': (folder) => {
    rmSync(path(folder));
  },
  'it is moved away': (folder) => {
    renameSync(path(folder), join(folder, 'old'));
  },
  'a copy takes its place': (folder) => {
    cpSync(path(folder), join(folder, 'copy'));
    renameSync(join(folder, 'copy'), path(folder));
  },
  'the state folder is deleted': (folder) => {
    rmSync(folder, { recursive: true });
  },
  'the state folder is replaced by an empty one': (folder) => {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
  },
  'the log beside it is deleted': (folder) => {
    rmSync(`${path(folder)}-wal`);
  },
};

function begun(folder: string): Promise<Journal> {
  const journal = leading(folder);
  return journal.append([entry('t1', 'run-begin')]).then(() => journal);
}

describe('F18 F19 S6: while a controller has it open,', () => {
  it.each(Object.entries(harms))(
    '%s: the next record is refused, and all later ones',
    async (_, harm) => {
      const folder = newFolder();
      const journal = await begun(folder);
      harm(folder);
      const first = await faultOf(() => journal.append([entry('t1', 'run-end')]));
      expect(first.code).toBe('journal-moved');
      expect(first.message).toMatch(/journal\.sqlite\S* (is not there any more|was replaced)/);
      expect(first.hint).toContain('cutover recover');
      expect(journal.failed()).toBe(true);
      expect((await faultOf(() => journal.append([entry('t1', 'run-end')]))).code).toBe(
        'journal-moved',
      );
    },
  );

  it('nothing was written to the file that was moved away', async () => {
    const folder = newFolder();
    const journal = await begun(folder);
    cpSync(path(folder), join(folder, 'copy'));
    renameSync(path(folder), join(folder, 'old'));
    await faultOf(() => journal.append([entry('t1', 'run-end')]));
    renameSync(join(folder, 'old'), path(folder));
    const reader = openJournalReader(folder);
    expect(reader.records('t1').map(({ kind }) => kind)).toEqual(['run-begin']);
    reader.close();
  });

  it('F30: its lock is deleted, so another controller may run: it writes nothing more', async () => {
    const folder = newFolder();
    const lock = lockStateFolder(folder);
    const journal = openJournal(folder, { lock });
    journal.raiseEpoch();
    rmSync(join(folder, 'controller.lock'));
    const other = lockStateFolder(folder);
    const fault = await faultOf(() => journal.append([entry('t1', 'run-begin')]));
    expect(fault).toMatchObject({ code: 'journal-moved' });
    expect(fault.message).toContain('controller.lock was replaced');
    journal.close();
    lock.release();
    other.release();
  });

  it('what stays where it is is written to as before, whatever else comes into the folder', async () => {
    const folder = newFolder();
    const journal = await begun(folder);
    writeFileSync(join(folder, 'notes'), '');
    await journal.append([entry('t1', 'run-end')]);
    expect(journal.records('t1')).toHaveLength(2);
  });
});
