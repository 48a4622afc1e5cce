/** S11: which paths a device is told to look at again before it switches. */
import { describe, expect, it } from 'vitest';
import type { PlannedCall } from '../../src/interpreter/calls.ts';
import { madeBy, outermost } from '../../src/interpreter/made.ts';

const call = (no: number, writes: readonly string[], gives?: 'file' | 'name'): PlannedCall => {
  const as = gives === undefined ? {} : { as: { name: 'given', type: gives } };
  return { no, writes, text: '', words: '', step: { ...as } as PlannedCall['step'] };
};

describe('what was made', () => {
  it('S11: is what the steps write, and the files that they gave', () => {
    const calls = [
      call(1, ['/a']),
      call(2, [], 'file'),
      call(3, ['/b'], 'name'),
      call(4, [], 'file'),
    ];
    const values = new Map([
      [2, '/cache/one\n'],
      [3, 'word'],
    ]);
    expect(madeBy(calls, values)).toEqual(['/a', '/cache/one', '/b']);
  });

  it('S11: each place once, and none that lies in another', () => {
    expect(outermost(['/b/c', '/a/b', '/b', '/a/b', '/a/bc', '/a/b/c/d'])).toEqual([
      '/a/b',
      '/a/bc',
      '/b',
    ]);
    expect(outermost(['/'])).toEqual(['/']);
    expect(outermost([])).toEqual([]);
  });
});
