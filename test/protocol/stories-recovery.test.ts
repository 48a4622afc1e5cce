/** Lost answers, lost controllers, lost journals. */
import { describe, expect, it } from 'vitest';
import type { Answer, DeviceState } from '../../src/protocol/messages.ts';
import { unitPhase, waitsFor } from '../../src/protocol/transaction.ts';
import { Bench, failing, heldBy, ordersOf, stepFailed, type Story } from './bench.ts';

const pair = ordersOf(['msc-01', 'umg-01']);

const lost =
  (device: string, ...orders: readonly string[]): Story =>
  (atDevice, atOrder) =>
    atDevice === device && orders.includes(atOrder) ? 'lost' : undefined;

const standing = (state: DeviceState, alien = false): Answer => ({
  answer: 'standing',
  state,
  alien,
  outages: [],
});

const full = {
  code: 'journal-disc-full',
  message: 'the disc is full: /s/journal.sqlite (0 bytes free)',
};

describe('a device is lost', () => {
  it('F34: while it switches: the others go back at once, it is asked until it answers', () => {
    const bench = Bench.begun(pair, lost('umg-01', 'switch', 'revert'));
    expect(bench.told).toContain('revert msc-01');
    expect(bench.timers.get('retry:umg-01')).toBe(1_000);
    bench.happen({ event: 'elapsed', timer: 'retry:umg-01' });
    expect(bench.timers.get('retry:umg-01')).toBe(2_000);
    bench.story = () => undefined;
    bench.happen({ event: 'elapsed', timer: 'retry:umg-01' });
    expect(bench.outcome).toMatchObject({
      result: 'reverted',
      cause: { code: 'unreachable', device: 'umg-01' },
    });
    expect([...bench.timers.keys()]).toEqual([]);
  });

  it('F36: after it may have voted: the others go back, it is named as pending, and follows when it is back', () => {
    const bench = Bench.begun(pair, lost('umg-01', 'hold', 'revert'));
    expect(bench.outcome).toBeUndefined();
    bench.happen({ event: 'elapsed', timer: 'patience' });
    expect(bench.outcome).toMatchObject({ result: 'pending', decision: 'abort' });
    expect(bench.outcome?.devices.map(({ standing: how }) => how)).toEqual(['reverted', 'unknown']);
    expect(bench.outcome?.devices[1]?.waits).toBe('to be reached again, to answer `revert`');
    expect(waitsFor(bench.state)).toEqual([
      {
        device: 'umg-01',
        name: 'umg-01 to be reached again, to answer `revert`',
        command: 'cutover recover',
      },
    ]);
    bench.story = () => undefined;
    bench.happen({ event: 'elapsed', timer: 'retry:umg-01' });
    expect(bench.outcome).toMatchObject({ result: 'reverted' });
  });

  it('F37: after COMMIT: committed and pending, then committed', () => {
    const bench = Bench.begun(pair, lost('umg-01', 'confirm'));
    bench.happen({ event: 'elapsed', timer: 'patience' });
    expect(bench.outcome).toMatchObject({ result: 'pending', decision: 'commit' });
    expect(bench.outcome?.devices.map(({ standing: how }) => how)).toEqual(['confirmed', 'voted']);
    expect(bench.told).not.toContain('finish msc-01');
    expect(unitPhase(bench.state)).toBe('committed');
    bench.story = () => undefined;
    bench.happen({ event: 'elapsed', timer: 'retry:umg-01' });
    expect(bench.outcome?.result).toBe('committed');
  });

  it('patience does not end while somebody is still at work', () => {
    const story: Story = (device, order) => {
      if (order === 'verify') return failing('armed');
      return order === 'revert' ? (device === 'umg-01' ? 'lost' : 'slow') : undefined;
    };
    const bench = Bench.begun(pair, story).happen({ event: 'elapsed', timer: 'patience' });
    expect(bench.outcome).toBeUndefined();
    bench.answerLate('msc-01');
    expect(bench.outcome?.result).toBe('pending');
  });

  it('a device that lost its vote after COMMIT is a split: broken, and named', () => {
    const bench = Bench.begun(pair, (device, order) =>
      device === 'umg-01' && order === 'confirm' ? failing('dead') : undefined,
    );
    expect(bench.outcome).toMatchObject({
      result: 'broken',
      decision: 'commit',
      cause: { code: 'split', device: 'umg-01' },
    });
  });

  it('says the same fault only once in the journal', () => {
    const bench = Bench.begun(pair, lost('umg-01', 'confirm'));
    for (let at = 0; at < 5; at += 1) bench.happen({ event: 'elapsed', timer: 'retry:umg-01' });
    expect(bench.records.filter(({ record }) => record === 'fault')).toHaveLength(1);
    expect(bench.timers.get('retry:umg-01')).toBe(30_000);
  });
});

describe('F35: a controller is lost', () => {
  const whole = Bench.begun(pair).records;

  it.each(whole.map((record, at) => [at + 1, record.record] as const))(
    'after record %i, %s',
    (count) => {
      const records = whole.slice(0, count);
      const has = (kind: string): boolean => records.some(({ record }) => record === kind);
      const { outcome, told } = Bench.recovered(records);
      const expected = has('commit') ? 'committed' : has('switching') ? 'reverted' : 'refused';
      expect(outcome?.result).toBe(expected);
      if (!has('commit') && has('intent'))
        expect(told.slice(0, 2)).toEqual(['inquire msc-01', 'inquire umg-01']);
      if (!has('intent')) expect(told).toEqual([]);
    },
  );

  it('COMMIT is on disk: no question, and nobody is confirmed twice who is known to be', () => {
    const confirmed = whole.findIndex(
      (record) => record.record === 'answer' && record.order === 'confirm',
    );
    const { told } = Bench.recovered(whole.slice(0, confirmed + 1));
    expect(told.filter((line) => /^(inquire|confirm)/.test(line))).toEqual(['confirm umg-01']);
  });

  it('asks every member before it takes a missing COMMIT for none; who is silent is not waited for', () => {
    const story: Story = (device, order) =>
      order !== 'inquire' ? undefined : device === 'umg-01' ? 'slow' : standing('armed');
    const bench = Bench.recovered(whole.slice(0, 14), story);
    expect(bench.kinds()).toEqual(['taken-over']);
    bench.happen({ event: 'unanswered', device: 'umg-01', order: 'inquire', fault: full });
    expect(bench.kinds()).toEqual(['taken-over', 'abort']);
  });

  it('an ended one rests, and says its end again', () => {
    const { outcome, told, records } = Bench.recovered(whole);
    expect([outcome?.result, told, records]).toEqual(['committed', [], []]);
  });

  it('goes on with a revert, keeping the cause', () => {
    const failed = Bench.begun(pair, (_, order) =>
      order === 'verify' ? failing('armed') : undefined,
    ).records;
    const aborted = failed.findIndex(({ record }) => record === 'abort');
    const { outcome, records } = Bench.recovered(failed.slice(0, aborted + 1));
    expect(outcome).toMatchObject({ result: 'reverted', cause: stepFailed });
    expect(records.some(({ record }) => record === 'abort')).toBe(false);
  });

  it('all out of reach: it is pending, and still open', () => {
    const bench = Bench.recovered(whole.slice(0, 9), () => 'lost');
    bench.happen({ event: 'elapsed', timer: 'patience' });
    expect(bench.outcome).toMatchObject({ result: 'pending', decision: 'none' });
    expect(bench.kinds()).toEqual(['taken-over']);
    expect(waitsFor(bench.state).map(({ command }) => command)).toEqual([
      'cutover recover',
      'cutover recover',
    ]);
  });

  it('tries a broken device again', () => {
    const story: Story = (device, order) =>
      order === 'inquire' && device === 'umg-01' ? standing('broken') : undefined;
    const { outcome, told } = Bench.recovered(whole.slice(0, 14), story);
    expect(told).toContain('revert umg-01');
    expect(outcome?.result).toBe('reverted');
  });

  it('another controller leads by now: it stops', () => {
    const { outcome, told } = Bench.recovered(whole.slice(0, 9), (_, order) =>
      order === 'inquire' ? heldBy('t1') : undefined,
    );
    expect(outcome?.result).toBe('fenced');
    expect(told.every((line) => line.startsWith('inquire'))).toBe(true);
  });
});

describe('a controller of another journal was there', () => {
  const begin = Bench.begun(pair).records.slice(0, 1);
  const switched = Bench.begun(pair).records.slice(0, 14);
  const all =
    (state: DeviceState, umg = state): Story =>
    (device, order) =>
      order === 'inquire' ? standing(device === 'umg-01' ? umg : state, true) : undefined;

  it.each([
    ['voted', 'voted', 'committed'],
    ['confirmed', 'voted', 'committed'],
    ['voted', 'armed', 'reverted'],
  ] as const)('all say yes: the devices decide: %s, %s: %s', (msc, umg, result) => {
    expect(Bench.recovered(switched, all(msc, umg)).outcome?.result).toBe(result);
  });

  it('its own ABORT does not count then', () => {
    const aborted = Bench.begun(pair, (_, order) => (order === 'hold' ? 'slow' : undefined));
    aborted.happen({ event: 'abort-asked', by: 'ann' });
    const { outcome, records } = Bench.recovered(aborted.records, all('voted'));
    expect(outcome?.result).toBe('committed');
    expect(records.map(({ record }) => record)).toContain('commit');
  });

  it('while one has not answered nobody decides', () => {
    const story: Story = (device, order) => {
      if (order !== 'inquire') return undefined;
      return device === 'umg-01' ? 'lost' : standing('voted', true);
    };
    const bench = Bench.recovered(switched, story);
    expect(bench.told).toEqual(['inquire msc-01', 'inquire umg-01']);
  });

  it.each([
    ['voted', 'voted', 'committed'],
    ['voted', 'staged', 'refused'],
  ] as const)('without the journal: %s, %s: %s', (msc, umg, result) => {
    const never: Story = (device, order) =>
      order === 'inquire' ? standing(device === 'umg-01' ? umg : msc) : undefined;
    expect(Bench.recovered(begin, never, false).outcome?.result).toBe(result);
  });
});

describe('the journal fails', () => {
  const slowHold: Story = (device, order) =>
    device === 'umg-01' && order === 'hold' ? 'slow' : undefined;

  it('F18: before COMMIT: no decision, all go back without a record, exit by the journal', () => {
    const bench = Bench.begun(pair, slowHold);
    const before = bench.records.length;
    bench.happen({ event: 'journal-refused', fault: full });
    expect(bench.told.slice(-2)).toEqual(['revert msc-01', 'revert umg-01']);
    expect(bench.records).toHaveLength(before);
    expect(bench.outcome).toMatchObject({ result: 'journal-fault', cause: full });
    expect(bench.outcome?.devices.map(({ standing: how }) => how)).toEqual([
      'reverted',
      'reverted',
    ]);
  });

  it('F18: at COMMIT, and nobody knows whether it is on disk: nothing more is told', () => {
    const bench = Bench.begun(pair, (_, order) => (order === 'confirm' ? 'slow' : undefined));
    const told = bench.told.length;
    bench.happen({ event: 'journal-refused', fault: full });
    expect(bench.told).toHaveLength(told);
    expect(bench.outcome?.result).toBe('journal-fault');
  });

  it('F18: at COMMIT, and it is known not to be there: all go back', () => {
    const bench = Bench.begun(pair, (_, order) => (order === 'confirm' ? 'slow' : undefined));
    bench.happen({ event: 'journal-refused', fault: full, committed: false });
    expect(bench.told.slice(-2)).toEqual(['revert msc-01', 'revert umg-01']);
    expect(bench.outcome).toMatchObject({ result: 'journal-fault', decision: 'abort' });
  });

  it('F31: fenced by a higher epoch: nothing more', () => {
    const bench = Bench.begun(pair, slowHold);
    bench.happen({ event: 'journal-refused', fault: { code: 'fenced', message: 'epoch 7 < 8' } });
    expect(bench.told.some((line) => line.startsWith('revert'))).toBe(false);
    expect(bench.outcome).toMatchObject({ result: 'fenced', cause: { message: 'epoch 7 < 8' } });
  });
});

describe('L5: every wait has a name and a command that ends it', () => {
  it.each([
    'inquire',
    'prepare',
    'switch',
    'verify',
    'hold',
    'confirm',
    'finish',
    'report',
  ] as const)('%s', (order) => {
    const bench = Bench.begun(pair, (_, at) => (at === order ? 'slow' : undefined));
    expect(waitsFor(bench.state)).toHaveLength(2);
    for (const { name, command } of waitsFor(bench.state)) {
      expect(name).toMatch(new RegExp(`^(msc|umg)-01 to answer \`${order}\`$`));
      expect(command).toMatch(/^cutover (abort t1|recover)$/);
    }
  });

  it('a transaction without a controller waits for one', () => {
    const { state } = new Bench(pair, () => undefined, Bench.begun(pair).records.slice(0, 5));
    expect(waitsFor(state)).toEqual([
      { name: 'a controller to go on with it', command: 'cutover recover' },
    ]);
    expect(unitPhase(state)).toBe('preparing');
  });
});
