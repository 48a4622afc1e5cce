/** The product's table and the model's device were written apart, from the paper: they must agree. */
import { expect, it } from 'vitest';
import { deviceTable, reactionTo } from '../../src/protocol/device-table.ts';
import { allOrders, allStates, reactionOf } from './model/reactions.ts';

const cells = allStates.flatMap((state) => allOrders.map((order) => [state, order] as const));

it.each(cells)('a device that is %s and is told to %s', (state, order) => {
  expect(reactionTo(state, order)).toBe(reactionOf(state, order).reaction);
});

it('names every state', () => {
  expect(Object.keys(deviceTable).sort()).toEqual([...allStates].sort());
});

it('S1: what has voted or confirmed changes by an order only, and a confirmed device never goes back', () => {
  expect(reactionTo('confirmed', 'revert')).toBe('refuse');
  expect(reactionTo('dead', 'confirm')).toBe('refuse');
  const confirming = allStates.filter((state) => reactionTo(state, 'confirm') === 'do');
  expect(confirming).toEqual(['voted']);
});
