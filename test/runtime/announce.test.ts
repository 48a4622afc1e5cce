/** How far a decision reaches is told from the book that it was made from. */
import { expect, it } from 'vitest';
import { newBook } from '../../src/protocol/book.ts';
import type { UnitOrders, UnitRecord } from '../../src/protocol/transaction.ts';
import type { EventBody } from '../../src/report/events.ts';
import { announceRecord } from '../../src/runtime/announce.ts';

const members = ['a', 'b'].map((device) => ({ device, version: '3.0' }));
const orders: UnitOrders = {
  transaction: 'tx',
  title: 'core',
  members,
  prepareRanks: [['a', 'b']],
  switchRanks: [['a', 'b']],
  voteWithinMs: 1,
  atOnce: 0,
};
const header = { transaction: 'tx', epoch: 1, controller: 'c', operator: 'op@host', since: '' };

interface Standing {
  readonly intent: boolean;
  readonly switching: boolean;
  /** Of the two members. */
  readonly already: readonly [boolean, boolean];
}

function reach(record: UnitRecord, { already, ...marks }: Standing): string {
  const said: EventBody[] = [];
  const hub = {
    emit: (body: EventBody) => void said.push(body),
    follow: () => () => undefined,
    describe: () => undefined,
  };
  const book = newBook(orders);
  const known = book.members.map((member, at) => ({ ...member, already: already[at] === true }));
  announceRecord({ hub, header }, record, { ...book, ...marks, members: known });
  return said.map((one) => (one.event === 'decision' ? one.reach : one.event)).join(' ');
}

const abort: UnitRecord = { record: 'abort', cause: { code: 'step', message: 'no' } };

it.each([
  [abort, false, false, [false, false], 'nothing'],
  [abort, true, false, [false, false], 'staged'],
  [abort, true, true, [false, true], 'live'],
  [abort, true, true, [true, true], 'staged'],
  [{ record: 'intent' }, true, false, [false, false], 'staged'],
  [{ record: 'switching' }, true, true, [false, true], 'live'],
  [{ record: 'switching' }, true, true, [true, true], 'nothing'],
  [{ record: 'commit' }, true, true, [true, false], 'live'],
  [{ record: 'commit' }, true, true, [true, true], 'nothing'],
] as const)(
  'F38 B04: %j, intent %s, switching %s, already %j: %s',
  (record, intent, switching, already, told) => {
    expect(reach(record, { intent, switching, already })).toBe(told);
  },
);
