/** The way forward, and what turns it back. */
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/protocol/messages.ts';
import { Bench, failing, heldBy, ordersOf, stepFailed, type Story } from './bench.ts';

const pair = ordersOf(['msc-01', 'umg-01'], { prepareRanks: [['msc-01'], ['umg-01']] });

const only =
  (device: string, order: string, answer: ReturnType<Story>): Story =>
  (atDevice, atOrder) =>
    atDevice === device && atOrder === order ? answer : undefined;

const staged = (version: string, already = false): Answer => ({
  answer: 'staged',
  version,
  fingerprint: 'old umg-01',
  already,
});

describe('it goes well', () => {
  it('A01 A04 S2: each phase only when the whole phase before is done, each record before what rests on it', () => {
    const bench = Bench.begun(pair);
    expect(bench.course.filter((line) => line !== 'log answer')).toEqual([
      ...['log begin', 'inquire msc-01', 'inquire umg-01'],
      ...['log intent', 'prepare msc-01', 'prepare umg-01', 'inquire msc-01', 'inquire umg-01'],
      ...['log switching', 'switch msc-01', 'switch umg-01', 'verify msc-01', 'verify umg-01'],
      ...['hold msc-01', 'hold umg-01', 'log commit', 'confirm msc-01', 'confirm umg-01'],
      ...['finish msc-01', 'finish umg-01', 'log end', 'report msc-01', 'report umg-01'],
    ]);
  });

  it('S7: `committed` names every device as confirmed, with its outage, and the skew', () => {
    const { outcome, timers } = Bench.begun(pair);
    expect(outcome).toMatchObject({ result: 'committed', decision: 'commit', skewMs: 10 });
    expect(outcome?.devices.map(({ standing }) => standing)).toEqual(['confirmed', 'confirmed']);
    expect(outcome?.devices[0]?.outages).toEqual([{ service: 'umg', ms: 120, ended: true }]);
    expect([...timers.keys()]).toEqual([]);
  });

  it('A06: a separate device is a unit of one', () => {
    expect(Bench.begun(ordersOf(['sgw-1'])).outcome?.result).toBe('committed');
  });

  it('tells at most as many at once as are allowed', () => {
    const bench = Bench.begun(ordersOf(['a', 'b', 'c'], { atOnce: 2 }), (_, order) =>
      order === 'prepare' ? 'slow' : undefined,
    );
    expect(bench.told.filter((line) => line.startsWith('prepare'))).toEqual([
      'prepare a',
      'prepare b',
    ]);
    bench.answerLate('a');
    expect(bench.told.at(-1)).toBe('prepare c');
  });

  it('finish that fails is a warning, and so is a report', () => {
    const bench = Bench.begun(pair, (device, order) =>
      order === 'finish' && device === 'msc-01'
        ? failing('confirmed')
        : order === 'report'
          ? 'lost'
          : undefined,
    );
    expect(bench.outcome?.result).toBe('committed');
    expect(bench.outcome?.devices[0]?.warnings.map(({ code }) => code)).toEqual([
      'step-failed',
      'unreachable',
    ]);
  });
});

describe('a member already there', () => {
  it('is not switched, but votes; and is named', () => {
    const bench = Bench.begun(pair, only('umg-01', 'prepare', staged('3.0', true)));
    expect(bench.told).not.toContain('switch umg-01');
    expect(bench.told).toContain('verify umg-01');
    expect(bench.told).toContain('hold umg-01');
    expect(bench.told).not.toContain('finish umg-01');
    expect(bench.outcome).toMatchObject({ result: 'committed', devices: [{}, { already: true }] });
  });

  it('all are there: nothing is switched or verified', () => {
    const story: Story = (device, order) =>
      order === 'prepare' ? { ...staged('3.0', true), fingerprint: `old ${device}` } : undefined;
    const bench = Bench.begun(pair, story);
    expect(bench.told.filter((line) => /^(switch|verify|finish)/.test(line))).toEqual([]);
    expect(bench.outcome?.result).toBe('committed');
  });
});

describe('it goes back before the switch', () => {
  it('A03 A04 F32: the first failure stops prepare; whoever had prepared goes back; the cause is named', () => {
    const bench = Bench.begun(
      ordersOf(['a', 'b', 'c'], { prepareRanks: [['a'], ['b'], ['c']] }),
      only('b', 'prepare', failing('preparing')),
    );
    expect(bench.told).not.toContain('prepare c');
    expect(bench.told.filter((line) => line.startsWith('revert'))).toEqual([
      'revert a',
      'revert b',
    ]);
    expect(bench.kinds()).toEqual(['begin', 'intent', 'abort', 'end']);
    expect(bench.course.indexOf('log abort')).toBeLessThan(bench.course.indexOf('revert a'));
    expect(bench.outcome).toMatchObject({
      result: 'refused',
      cause: { ...stepFailed, device: 'b' },
    });
    expect(bench.outcome?.devices.map(({ standing }) => standing)).toEqual([
      'reverted',
      'reverted',
      'untouched',
    ]);
  });

  it('A05: a prepared version that was not ordered is a failure', () => {
    const bench = Bench.begun(pair, only('umg-01', 'prepare', staged('2.9')));
    expect(bench.outcome).toMatchObject({
      result: 'refused',
      cause: { code: 'version-mismatch', device: 'umg-01' },
    });
    expect(bench.outcome?.cause?.message).toBe('prepared version 2.9, ordered was 3.0');
  });

  it('S3: what changed since it was prepared is found before anybody switches', () => {
    const bench = Bench.begun(pair, (device, order, nth) =>
      device === 'msc-01' && order === 'inquire' && nth === 2
        ? { answer: 'standing', state: 'staged', alien: false, fingerprint: 'another', outages: [] }
        : undefined,
    );
    expect(bench.outcome).toMatchObject({
      result: 'refused',
      cause: { code: 'changed', device: 'msc-01' },
    });
    expect(bench.kinds()).not.toContain('switching');
  });

  it('a staged lease that ran out is found before anybody switches', () => {
    const bench = Bench.begun(pair, (device, order, nth) =>
      device === 'msc-01' && order === 'inquire' && nth === 2
        ? { answer: 'standing', state: 'dead', alien: false, outages: [] }
        : undefined,
    );
    expect(bench.outcome).toMatchObject({ result: 'refused', cause: { code: 'not-staged' } });
    expect(bench.told).not.toContain('revert msc-01');
  });

  it('a device that cannot be reached at all is found before anybody prepares', () => {
    const bench = Bench.begun(pair, only('umg-01', 'inquire', 'lost'));
    expect(bench.told.filter((line) => line.startsWith('prepare'))).toEqual([]);
    expect(bench.outcome).toMatchObject({
      result: 'refused',
      cause: { code: 'unreachable', device: 'umg-01' },
    });
    expect(bench.outcome?.devices.every(({ standing }) => standing === 'untouched')).toBe(true);
  });
});

describe('it goes back after the switch', () => {
  const eight = Array.from({ length: 8 }, (_, at) => `d${String(at + 1)}`);

  it('F33: one of eight fails to switch, all eight go back', () => {
    const bench = Bench.begun(ordersOf(eight), only('d7', 'switch', failing('switch-intent')));
    expect(bench.told.filter((line) => line.startsWith('revert'))).toHaveLength(8);
    expect(bench.outcome).toMatchObject({
      result: 'reverted',
      cause: { device: 'd7', step: 'switch.1' },
    });
    expect(bench.told.some((line) => line.startsWith('hold'))).toBe(false);
  });

  it.each(['switch', 'verify', 'hold'] as const)('A19: a failing %s takes all back', (order) => {
    const bench = Bench.begun(pair, only('umg-01', order, failing('armed')));
    expect(bench.outcome).toMatchObject({ result: 'reverted', decision: 'abort' });
    expect(bench.kinds()).not.toContain('commit');
  });

  it('A05: an installed version that was not ordered is a failure', () => {
    const bench = Bench.begun(
      pair,
      only('umg-01', 'verify', { answer: 'verified', version: '2.0' }),
    );
    expect(bench.outcome?.cause?.message).toBe('installed version 2.0, ordered was 3.0');
  });

  it('a device that went back by itself takes all back', () => {
    const bench = Bench.begun(pair, only('umg-01', 'hold', { answer: 'reverted', outages: [] }));
    expect(bench.outcome).toMatchObject({
      result: 'reverted',
      cause: { code: 'went-back', device: 'umg-01' },
    });
    expect(bench.told).not.toContain('revert umg-01');
  });

  it('F39: a revert that fails leaves one device broken, named with its backup; the others go back', () => {
    const story: Story = (device, order) => {
      if (order === 'verify') return failing('armed');
      if (order !== 'revert' || device !== 'msc-01') return undefined;
      return { answer: 'broken', fault: stepFailed, backup: '/var/lib/cutover/tx/t1/kept' };
    };
    const { outcome } = Bench.begun(pair, story);
    expect(outcome?.result).toBe('broken');
    expect(outcome?.devices[0]).toMatchObject({
      standing: 'broken',
      backup: '/var/lib/cutover/tx/t1/kept',
    });
    expect(outcome?.devices[1]?.standing).toBe('reverted');
  });

  it('the skew is limited', () => {
    const bench = Bench.begun(ordersOf(['a', 'b', 'c'], { skewMs: 15 }));
    expect(bench.outcome).toMatchObject({
      result: 'reverted',
      cause: { code: 'skew', device: 'c' },
    });
    expect(Bench.begun(ordersOf(['a', 'b', 'c'], { skewMs: 20 })).outcome?.result).toBe(
      'committed',
    );
  });

  it('F39: the time to the vote is limited; a hanging device is waited for, the others are not', () => {
    const bench = Bench.begun(pair, only('umg-01', 'switch', 'slow'));
    expect(bench.timers.get('vote')).toBe(60_000);
    bench.happen({ event: 'elapsed', timer: 'vote' });
    expect(bench.told).toContain('revert msc-01');
    expect(bench.told).not.toContain('revert umg-01');
    bench.answerLate('umg-01');
    expect(bench.outcome).toMatchObject({ result: 'reverted', cause: { code: 'vote-late' } });
  });
});

describe('F38: an operator asks for the end', () => {
  it.each([
    ['prepare', 'refused'],
    ['switch', 'reverted'],
    ['hold', 'reverted'],
    ['confirm', 'committed'],
    ['finish', 'committed'],
  ] as const)('during %s: %s', (order, result) => {
    const bench = Bench.begun(pair, only('umg-01', order, 'slow'));
    bench.happen({ event: 'abort-asked', by: 'ann@desk' });
    bench.answerLate('umg-01');
    expect(bench.outcome?.result).toBe(result);
    if (result !== 'committed')
      expect(bench.outcome?.cause?.message).toBe('the abort was asked for by ann@desk');
  });
});

describe('the fence', () => {
  it('F30: held by another transaction: who, since when; nobody is prepared', () => {
    const bench = Bench.begun(pair, only('umg-01', 'inquire', heldBy('t9')));
    expect(bench.told.filter((line) => !line.startsWith('inquire'))).toEqual([]);
    expect(bench.outcome).toMatchObject({
      result: 'fenced',
      cause: { code: 'busy', device: 'umg-01' },
    });
    expect(bench.outcome?.cause?.message).toBe(
      'held by transaction t9 of ben@noc2, since 2026-11-27T22:00:00Z',
    );
  });

  it('F30: refused only at prepare: our own that prepared go back, theirs is left alone', () => {
    const bench = Bench.begun(pair, only('umg-01', 'prepare', heldBy('t9')));
    expect(bench.told.filter((line) => line.startsWith('revert'))).toEqual(['revert msc-01']);
    expect(bench.outcome).toMatchObject({
      result: 'fenced',
      devices: [{ standing: 'reverted' }, { standing: 'untouched' }],
    });
  });

  it('F31 S9: another controller leads our transaction: nothing more is told or logged', () => {
    const bench = Bench.begun(pair, only('umg-01', 'hold', heldBy('t1')));
    expect(bench.outcome).toMatchObject({
      result: 'fenced',
      decision: 'none',
      cause: { code: 'fenced' },
    });
    expect(bench.kinds()).toEqual(['begin', 'intent', 'switching']);
    expect(bench.told.at(-1)).toBe('hold umg-01');
  });
});
