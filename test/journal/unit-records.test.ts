import { describe, expect, it } from 'vitest';
import { replay, type UnitRecord } from '../../src/protocol/transaction.ts';
import type { JournalRecord } from '../../src/journal/body.ts';
import { Bench, failing, heldBy, ordersOf, type Story } from '../protocol/bench.ts';
import { entry, faultOf, leading, newFolder } from './places.ts';

const stories: Readonly<Record<string, Story>> = {
  'that commits': () => undefined,
  'that reverts': (_, order) => (order === 'verify' ? failing('armed') : undefined),
  'that is refused': (_, order) => (order === 'prepare' ? heldBy('t9') : undefined),
  'that breaks': (_, order) =>
    order === 'hold'
      ? 'lost'
      : order === 'revert'
        ? { answer: 'broken', fault: { code: 'x', message: 'y', hint: 'z', line: 3 }, backup: '/b' }
        : undefined,
};

function ofUnit(records: readonly JournalRecord[]): readonly UnitRecord[] {
  const own = records.filter(({ kind }) => kind !== 'unit' && kind !== 'sent');
  return own.map(({ body }) => body as UnitRecord);
}

describe("a unit's records", () => {
  it.each(Object.entries(stories))(
    'of a transaction %s come back as they were',
    async (_, story) => {
      const { records, state } = Bench.begun(ordersOf(['a', 'b']), story);
      const journal = leading(newFolder());
      await journal.append([entry('t1', 'unit', { run: 'r1' })]);
      await journal.append(records.map((body) => ({ transaction: 't1', body })));
      await journal.append([entry('t1', 'sent', { steps: [] })]);
      const read = ofUnit(journal.records('t1'));
      expect(read).toEqual(records);
      expect(replay(read).book).toEqual(state.book);
    },
  );

  it.each([
    [
      'answer',
      { device: 'a', order: 'dance', answer: { answer: 'voted' }, atMs: 1 },
      'answer.order',
    ],
    [
      'answer',
      { device: 'a', order: 'hold', answer: { answer: 'maybe' }, atMs: 1 },
      'answer.answer.answer',
    ],
    ['answer', { device: 'a', order: 'hold', answer: null, atMs: 1 }, 'answer.answer.answer'],
    ['answer', { device: 'a', order: 'hold', answer: { answer: 'voted' } }, 'answer.atMs'],
    ['abort', { cause: { code: 'x' } }, 'abort.cause.message'],
    ['begin', { orders: { transaction: 't1', title: 'x', members: {} } }, 'begin.orders.members'],
    ['end', { outcome: { result: 'fine' } }, 'end.outcome.result'],
  ])('F19: a %s that is not one is named', async (kind, more, at) => {
    const journal = leading(newFolder());
    await journal.append([entry('t1', kind, more)]);
    const fault = await faultOf(() => journal.records('t1'));
    expect(fault.code).toBe('journal-record');
    expect(fault.message).toContain(`record 1 (${kind} of t1)`);
    expect(fault.message).toContain(at);
  });
});
