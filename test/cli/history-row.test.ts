/** What a run's row says, with what became of its units. */
import { describe, expect, it } from 'vitest';
import { historyRows } from '../../src/cli/history-row.ts';
import type { JournalReader } from '../../src/journal/reader.ts';
import type { Outcome } from '../../src/protocol/transaction.ts';

type Body = Readonly<Record<string, unknown>> & { readonly record: string };

/** A record a minute. */
function journalOf(...all: readonly (readonly [string, Body])[]): JournalReader {
  const records = all.map(([transaction, body], at) => ({
    ...{ seq: at + 1, transaction, epoch: 1, controller: 'c', kind: body.record, body },
    at: `2026-11-22T02:0${String(at)}:00.000Z`,
  }));
  const of = (transaction: string): typeof records =>
    records.filter((one) => one.transaction === transaction);
  const names = [...new Set(records.map(({ transaction }) => transaction))];
  const summary = (transaction: string): ReturnType<JournalReader['transactions']>[number] => {
    const own = of(transaction);
    const [first, last] = [own[0], own.at(-1)];
    return {
      ...{ transaction, opened: first?.kind ?? '', since: first?.at ?? '' },
      ...{ latest: last?.kind ?? '', until: last?.at ?? '' },
      kinds: new Set(own.map(({ kind }) => kind)),
    };
  };
  const journal: Partial<JournalReader> = {
    transactions: () => names.map(summary),
    records: of,
  };
  return journal as JournalReader;
}

const plan = { title: 'core 3.0', release: { name: 'core', version: '3.0' }, devices: { umg: {} } };
const begin: readonly [string, Body] = ['r', { record: 'run-begin', operator: 'ann', plan }];
const orders = { title: 'core', members: [{ device: 'umg', version: '3.0' }] };

/** A run of one unit; `end` comes after the run's own. */
function rowsOf(exitCode: number, end?: Pick<Outcome, 'result'> & Partial<Outcome>) {
  const devices = [{ device: 'umg', standing: 'confirmed', outages: [], warnings: [] }];
  const last: readonly (readonly [string, Body])[] =
    end === undefined ? [] : [['u', { record: 'end', outcome: { devices, ...end } }]];
  const rows = historyRows(
    journalOf(
      begin,
      ['u', { record: 'unit', run: 'r', unit: 'core', operator: 'ann' }],
      ['u', { record: 'begin', orders }],
      ['r', { record: 'run-end', run: 'r', exitCode }],
      ...last,
    ),
  );
  return rows.map(({ result, cause, until }) => ({ result, cause, until }));
}

describe('a row of a run', () => {
  it('C06: is pending while a unit is, and as its units ended from then on', () => {
    expect(rowsOf(4)[0]).toMatchObject({ result: 'pending' });
    const until = '2026-11-22T02:04:00.000Z';
    expect(rowsOf(4, { result: 'committed' })[0]).toEqual({
      result: 'committed',
      cause: '',
      until,
    });
  });

  it('B04 C06: where all were there already there was nothing to do', () => {
    const there = { standing: 'confirmed', already: true, outages: [], warnings: [] } as const;
    const rows = rowsOf(0, { result: 'committed', devices: [{ device: 'umg', ...there }] });
    expect(rows.map(({ result }) => result)).toEqual(['nothing-to-do', 'nothing-to-do']);
  });

  it('F38 C06: what an operator ended before any service was touched is told from a refusal', () => {
    const cause = { code: 'abort-asked', message: 'asked for by ann' };
    for (const row of rowsOf(2, { result: 'refused', cause }))
      expect(row).toMatchObject({ result: 'aborted', cause: 'asked for by ann' });
    expect(rowsOf(3, { result: 'reverted', cause })[0]).toMatchObject({ result: 'reverted' });
    const own = { code: 'step-failed', message: 'it failed', device: 'umg' };
    for (const row of rowsOf(2, { result: 'refused', cause: own }))
      expect(row).toMatchObject({ result: 'refused', cause: 'umg: it failed' });
  });
});
