/** Members at work when ABORT is decided: whoever can still go back is told to stop, and goes back in its own turn. */
import { describe, expect, it } from 'vitest';
import { Bench, failing, ordersOf, type Story } from './bench.ts';

describe('who is at work when all go back', () => {
  it('F32: those at work are told to stop and waited for; nobody else waits for them', () => {
    const story: Story = (device, order) => {
      if (order !== 'prepare') return undefined;
      return device === 'c' ? failing('preparing') : device === 'b' ? 'slow' : undefined;
    };
    const bench = Bench.begun(ordersOf(['a', 'b', 'c']), story);
    expect(bench.stopped).toEqual(['b']);
    expect(bench.told).toContain('revert a');
    expect(bench.told).not.toContain('revert b');
    expect(bench.outcome).toBeUndefined();
    bench.answerLate('b', failing('preparing'));
    expect(bench.told).toContain('revert b');
    expect(bench.outcome).toMatchObject({ result: 'refused', cause: { device: 'c' } });
  });

  it.each([
    ['switch', 'switch-intent'],
    ['verify', 'armed'],
  ] as const)(
    'A19 L4: who is at work on %s is told to stop, once ABORT is logged',
    (order, state) => {
      const bench = Bench.begun(ordersOf(['a', 'b']), (device, told) => {
        if (told !== order) return undefined;
        return device === 'a' ? 'slow' : failing(state);
      });
      expect(bench.stopped).toEqual(['a']);
      expect(bench.told).toContain('revert b');
      bench.answerLate('a', failing(state));
      expect(bench.told).toContain('revert a');
      expect(bench.outcome).toMatchObject({ result: 'reverted', cause: { device: 'b' } });
    },
  );

  it('a vote is waited for, and not ended half-way', () => {
    const bench = Bench.begun(ordersOf(['a', 'b']), (device, told) => {
      if (told !== 'hold') return undefined;
      return device === 'a' ? 'slow' : failing('held');
    });
    expect(bench.stopped).toEqual([]);
    bench.answerLate('a');
    expect(bench.outcome).toMatchObject({ result: 'reverted', cause: { device: 'b' } });
  });
});
