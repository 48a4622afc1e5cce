/** A unit's state from its records: all that is on disk, and nobody attending to it. */
import type { UnitRecord } from './unit.ts';
import { fold, newBook } from './book.ts';
import { assert } from './assert.ts';
import { begin, unattended, type UnitState } from './unit-state.ts';

/** The records of one transaction, in the journal's order; the first is its `begin`. */
export function replay(records: readonly UnitRecord[]): UnitState {
  const [first] = records;
  assert(first?.record === 'begin', "a transaction's first record is its begin");
  begin(first.orders);
  const book = newBook(first.orders);
  for (const record of records) fold(book, record);
  return unattended(book);
}
