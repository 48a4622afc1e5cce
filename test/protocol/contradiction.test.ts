/** An answer that can't be true: a device that has lost its records is broken, not back. */
import { describe, expect, it } from 'vitest';
import type { Answer, Order } from '../../src/protocol/messages.ts';
import { contradicted } from '../../src/protocol/transaction.ts';
import { Bench, ordersOf } from './bench.ts';

const pair = ordersOf(['msc-01', 'umg-01']);

/** A unit as it stands while an order to the UMG has no answer yet. */
function standingAt(order: Order): Bench {
  return Bench.begun(pair, (device, told) =>
    device === 'umg-01' && told === order ? 'slow' : undefined,
  );
}

const reverted = (fingerprint?: string): Answer => ({
  answer: 'reverted',
  outages: [],
  ...(fingerprint === undefined ? {} : { fingerprint }),
});

describe('A19 S4: a device that says that it went back', () => {
  const switching = standingAt('switch').state;

  it.each([
    ['with the fingerprint that it gave when it staged: it did', reverted('old umg-01'), false],
    ['with another one: it did not', reverted('another'), true],
    ['with none, as one that was never asked: it has lost its records', reverted(), true],
  ])('%s', (_, answer, isBroken) => {
    const heard = contradicted(switching, 'umg-01', answer);
    if (!isBroken) expect(heard).toBe(answer);
    else expect(heard).toMatchObject({ answer: 'broken', fault: { code: 'state-lost' } });
  });

  const strayed: Answer = {
    answer: 'reverted',
    outages: [],
    fingerprint: 'old umg-01',
    strayed: '/x',
  };

  it('S1 S4: it has switched, and its records know nothing of that: they are an older copy', () => {
    const { state } = standingAt('verify');
    expect(contradicted(state, 'umg-01', strayed)).toMatchObject({
      answer: 'broken',
      fault: { code: 'state-lost' },
    });
  });

  it('it never began to switch: what somebody else has changed there is not its doing', () => {
    expect(contradicted(switching, 'umg-01', strayed)).toBe(strayed);
  });

  it('before SWITCHING nothing was changed: a tombstone is believed', () => {
    const { state } = standingAt('prepare');
    expect(contradicted(state, 'umg-01', reverted())).toEqual(reverted());
  });

  it.each(['voted', 'confirmed', 'reported'] as const)('%s is not its business', (answer) => {
    expect(contradicted(switching, 'umg-01', { answer })).toEqual({ answer });
  });
});
