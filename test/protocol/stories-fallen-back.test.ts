/** An older copy was put in the journal's place: its devices know more than it does. */
import { describe, expect, it } from 'vitest';
import type { Answer, DeviceState } from '../../src/protocol/messages.ts';
import { Bench, ordersOf, type Story } from './bench.ts';

const pair = ordersOf(['msc-01', 'umg-01']);

const standing = (state: DeviceState): Answer => ({
  answer: 'standing',
  state,
  alien: false,
  outages: [],
});

describe('S1 S6 F19: an older copy of the journal was put in its place', () => {
  const whole = Bench.begun(pair).records;
  const until = (kind: string): typeof whole =>
    whole.slice(
      0,
      whole.findIndex(({ record }) => record === kind),
    );
  const says =
    (msc: DeviceState, umg: DeviceState): Story =>
    (device, order) =>
      order === 'inquire' ? standing(device === 'umg-01' ? umg : msc) : undefined;

  it.each([
    ['COMMIT', 'commit', 'confirmed', 'voted'],
    ['COMMIT', 'commit', 'voted', 'confirmed'],
    ['SWITCHING', 'switching', 'confirmed', 'voted'],
    ['SWITCHING', 'switching', 'voted', 'voted'],
  ] as const)('%s is missing: %s, and they say %s %s: nobody goes back', (_, kind, msc, umg) => {
    const { outcome, told } = Bench.recovered(until(kind), says(msc, umg));
    expect(told.filter((line) => line.startsWith('revert'))).toEqual([]);
    expect(outcome).toMatchObject({ result: 'committed', decision: 'commit' });
    const warnings = outcome?.devices.flatMap((device) => device.warnings) ?? [];
    expect(warnings[0]).toMatchObject({ code: 'journal-behind' });
    expect(warnings[0]?.message).toContain('the journal has lost records');
  });

  it('SWITCHING is missing, and one has not voted: all go back', () => {
    const { outcome } = Bench.recovered(until('switching'), says('voted', 'armed'));
    expect(outcome?.result).toBe('refused');
  });

  it('while one has not answered nobody decides, in later lives neither', () => {
    const story: Story = (device, order) => {
      if (order !== 'inquire') return undefined;
      return device === 'umg-01' ? 'lost' : standing('confirmed');
    };
    const bench = Bench.recovered(until('commit'), story);
    expect(bench.kinds()).toEqual(['taken-over']);
    const later = Bench.recovered([...until('commit'), ...bench.records], story);
    expect(later.kinds()).toEqual(['taken-over']);
    later.story = () => undefined;
    later.happen({ event: 'elapsed', timer: 'retry:umg-01' });
    expect(later.outcome?.result).toBe('committed');
  });

  it('says it once for each device, however often it is taken up', () => {
    const story: Story = (device, order) =>
      order === 'inquire' && device === 'msc-01' ? standing('confirmed') : 'lost';
    const first = Bench.recovered(until('commit'), story);
    const again = Bench.recovered([...until('commit'), ...first.records], story);
    const codes = [...first.records, ...again.records].flatMap((record) =>
      record.record === 'fault' && record.device === 'msc-01' ? [record.fault.code] : [],
    );
    expect(codes).toEqual(['journal-behind']);
  });
});
