import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { hasJournal, openJournalReader } from '../../src/journal/reader.ts';
import { entry, faultOf, leading, newFolder, open } from './places.ts';

describe('what is appended', () => {
  it('S6: is on disk when the append resolves, in order, with whose it is', async () => {
    const folder = newFolder();
    const journal = leading(folder);
    await journal.append([entry('t1', 'opened', { n: 1 }), entry('t2', 'opened', { n: 2 })]);
    await journal.append([entry('t1', 'intent')]);
    const reader = openJournalReader(folder);
    expect(reader.records('t1')).toEqual([
      {
        ...{ seq: 1, transaction: 't1', epoch: 1, controller: journal.controller },
        ...{ at: '2026-11-27T22:00:00.000Z', kind: 'opened', body: { record: 'opened', n: 1 } },
      },
      {
        ...{ seq: 3, transaction: 't1', epoch: 1, controller: journal.controller },
        ...{ at: '2026-11-27T22:00:00.000Z', kind: 'intent', body: { record: 'intent' } },
      },
    ]);
    reader.close();
  });

  it('keeps the order of appends that are not waited for', async () => {
    const journal = leading(newFolder());
    const all = Array.from({ length: 200 }, (_, n) => journal.append([entry('t1', 'sent', { n })]));
    await Promise.all(all);
    const read = journal.records('t1').map(({ body }) => ('n' in body ? body.n : undefined));
    expect(read).toEqual(Array.from({ length: 200 }, (_, n) => n));
  });

  it('one sync carries all appends of a moment', async () => {
    const folder = newFolder();
    const journal = leading(folder);
    const commits = countCommits(folder);
    await Promise.all(Array.from({ length: 500 }, () => journal.append([entry('t1', 'sent')])));
    expect(commits()).toBe(1);
  });

  it('carries any text as it is', async () => {
    const journal = leading(newFolder());
    const text = '\u0000"\'\\ \u001b]0; \ud800 ✓ {"__proto__":1}\n';
    const more: object = JSON.parse('{"__proto__":{"a":1},"text":""}') as object;
    await journal.append([
      { transaction: 't1', body: { record: 'sent', ...more, text } as { record: string } },
    ]);
    const [record] = journal.records('t1');
    expect(record?.body).toMatchObject({ record: 'sent', text });
  });

  it('an empty append is on disk at once', async () => {
    await expect(leading(newFolder()).append([])).resolves.toBeUndefined();
  });
});

/** The change counter of another connection moves once for each commit. */
function countCommits(folder: string): () => number {
  const database = new DatabaseSync(join(folder, 'journal.sqlite'), { readOnly: true });
  const version = (): unknown => database.prepare('PRAGMA data_version').get()?.['data_version'];
  const before = Number(version());
  return () => {
    const after = Number(version());
    database.close();
    return after - before;
  };
}

describe('what is read', () => {
  it('lists transactions with their first and newest record', async () => {
    const journal = leading(newFolder());
    await journal.append([
      entry('r1', 'run-begin'),
      entry('t1', 'opened'),
      entry('t1', 'sent'),
      entry('t1', 'closed'),
    ]);
    expect(
      journal
        .transactions()
        .map(({ transaction, opened, latest, kinds }) => [
          transaction,
          opened,
          latest,
          [...kinds].sort(),
        ]),
    ).toEqual([
      ['r1', 'run-begin', 'run-begin', ['run-begin']],
      ['t1', 'opened', 'closed', ['closed', 'opened', 'sent']],
    ]);
  });

  it('by kind, and after a record', async () => {
    const journal = leading(newFolder());
    await journal.append([entry('t1', 'opened'), entry('t2', 'opened'), entry('t2', 'closed')]);
    expect(journal.ofKind('opened').map(({ transaction }) => transaction)).toEqual(['t1', 't2']);
    expect(journal.after(2).map(({ kind }) => kind)).toEqual(['closed']);
  });

  it('beside a running controller, as it grows', async () => {
    const folder = newFolder();
    const journal = leading(folder);
    const reader = openJournalReader(folder);
    expect(reader.records('t1')).toEqual([]);
    await journal.append([entry('t1', 'opened')]);
    expect(reader.records('t1')).toHaveLength(1);
    expect(reader.controller).toBe(journal.controller);
    reader.close();
    await journal.append([entry('t1', 'closed')]);
  });

  it('where there is none: says so, and makes none', async () => {
    const folder = newFolder();
    expect(hasJournal(folder)).toBe(false);
    expect((await faultOf(() => openJournalReader(folder))).code).toBe('journal-missing');
    expect(existsSync(folder)).toBe(false);
  });
});

describe('who writes', () => {
  it('a controller has one id for good, and each life a higher epoch', () => {
    const folder = newFolder();
    const first = open(folder);
    expect(first.controller).toMatch(/^[0-9a-f]{16}$/);
    expect([first.epoch(), first.raiseEpoch(), first.epoch()]).toEqual([0, 1, 1]);
    first.close();
    const second = open(folder);
    expect(second.controller).toBe(first.controller);
    expect(second.raiseEpoch()).toBe(2);
  });

  it('F31 S9: whoever has the lower epoch is fenced, and writes nothing', async () => {
    const folder = newFolder();
    const old = leading(folder);
    await old.append([entry('t1', 'opened')]);
    const young = leading(folder);
    const fault = await faultOf(() => old.append([entry('t1', 'commit')]));
    expect(fault.code).toBe('fenced');
    expect(fault.message).toContain('epoch 1 < 2');
    expect(young.records('t1').map(({ kind }) => kind)).toEqual(['opened']);
    await young.append([entry('t1', 'noted')]);
  });

  it('without an epoch of its own it writes nothing', async () => {
    const folder = newFolder();
    leading(folder).close();
    expect((await faultOf(() => open(folder).append([entry('t1', 'opened')]))).code).toBe('fenced');
    expect((await faultOf(() => open(newFolder()).append([entry('t1', 'opened')]))).code).toBe(
      'fenced',
    );
  });

  it('after one refusal all later appends are refused, also those of the same moment', async () => {
    const folder = newFolder();
    const old = leading(folder);
    leading(folder);
    const both = [old.append([entry('t1', 'opened')]), old.append([entry('t2', 'opened')])];
    const results = await Promise.allSettled(both);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await faultOf(() => old.append([entry('t3', 'opened')]))).code).toBe('fenced');
    expect((await faultOf(() => old.raiseEpoch())).code).toBe('fenced');
  });

  it('what waits is written as it closes; afterwards it is closed', async () => {
    const folder = newFolder();
    const journal = leading(folder);
    const waiting = journal.append([entry('t1', 'opened')]);
    journal.close();
    await waiting;
    expect((await faultOf(() => journal.append([entry('t1', 'closed')]))).code).toBe(
      'journal-closed',
    );
    expect(open(folder).records('t1')).toHaveLength(1);
  });
});

describe('the state folder', () => {
  it('S13: is closed to others, and so is all that is in it', async () => {
    const folder = newFolder();
    await leading(folder).append([entry('t1', 'opened')]);
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(modes.length).toBeGreaterThan(1);
    expect(new Set(modes)).toEqual(new Set([0o600]));
  });
});
