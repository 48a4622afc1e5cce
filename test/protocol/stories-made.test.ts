/** S11, F21: what was staged is asked for once more before anybody switches. */
import { describe, expect, it } from 'vitest';
import { Bench, ordersOf, type Story } from './bench.ts';

const pair = ordersOf(['msc-01', 'umg-01'], { prepareRanks: [['msc-01'], ['umg-01']] });

describe('what was staged', () => {
  const staging =
    (again: Readonly<Record<string, string>>): Story =>
    (device, order, nth) => {
      if (device !== 'msc-01') return undefined;
      const fingerprint = 'old msc-01';
      if (order === 'prepare')
        return { answer: 'staged', version: '3.0', fingerprint, already: false, made: 'made' };
      if (order !== 'inquire' || nth !== 2) return undefined;
      return {
        answer: 'standing',
        state: 'staged',
        alien: false,
        fingerprint,
        outages: [],
        ...again,
      };
    };

  it.each([
    ['named by the device', { made: 'made', changed: '/opt/next/VERSION: its content is another' }],
    ['another than it answered', { made: 'another' }],
    ['not told any more', {}],
  ])('S11 F21: what was staged has changed, %s: nobody switches', (_, again) => {
    const bench = Bench.begun(pair, staging(again));
    expect(bench.outcome).toMatchObject({
      result: 'refused',
      cause: { code: 'device-made', device: 'msc-01' },
    });
    expect(bench.outcome?.cause?.message).toContain('changed' in again ? again.changed : 'records');
    expect(bench.kinds()).not.toContain('switching');
  });

  it('S11: what was staged is as it was: it is switched', () => {
    expect(Bench.begun(pair, staging({ made: 'made' })).outcome?.result).toBe('committed');
  });
});
