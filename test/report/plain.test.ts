/** What a decision and a result say to people: what really happens to the devices, and no more. */
import { describe, expect, it } from 'vitest';
import type { DeviceOutcome, Outcome } from '../../src/protocol/transaction.ts';
import type { EventBody } from '../../src/report/events.ts';
import { makePlainReport } from '../../src/report/plain.ts';

/** Without times, percentages and who. */
function said(body: EventBody): readonly string[] {
  const lines = makePlainReport()({ v: 1, at: '2026-11-22T00:00:00.000Z', ...body });
  return lines.map((line) => line.slice('00:00:00  decision         '.length));
}

type Decision = Extract<EventBody, { event: 'decision' }>;
const decided = (decision: Decision['decision'], reach: Decision['reach']): string =>
  said({ event: 'decision', transaction: 'tx', decision, reach }).join('\n');

function ended(
  result: Outcome['result'],
  ...devices: readonly Partial<DeviceOutcome>[]
): readonly string[] {
  const outcome: Outcome = {
    result,
    decision: result === 'committed' ? 'commit' : 'abort',
    devices: devices.map((device, at) => ({
      device: `d${String(at)}`,
      standing: 'untouched',
      outages: [],
      warnings: [],
      ...device,
    })),
  };
  return said({ event: 'unit-ended', transaction: 'tx', unit: 'core', outcome });
}

const there = { already: true, version: '3.0' };

describe('a decision', () => {
  it('F38: ABORT says what goes back: nothing, what is staged, or what has switched', () => {
    expect(decided('abort', 'nothing')).toBe('ABORT; nothing was touched');
    expect(decided('abort', 'staged')).toContain('what was staged is dropped');
    expect(decided('abort', 'live')).toContain('goes back');
    for (const reach of ['nothing', 'staged'] as const)
      expect(decided('abort', reach)).not.toContain('back');
  });

  it('B04: where all are there already, nothing is switched and nothing committed', () => {
    expect(decided('switching', 'nothing')).toBe(
      'nothing to switch: every device is already on the ordered version',
    );
    expect(decided('commit', 'nothing')).not.toContain('COMMIT');
    expect(decided('switching', 'live')).toContain('SWITCHING');
    expect(decided('commit', 'live')).toBe('COMMIT');
  });
});

describe('a result', () => {
  it('B04: all were there already: nothing had to be done', () => {
    const all = { standing: 'confirmed', ...there } as const;
    const [headline, , first] = ended('committed', all, all);
    expect(headline).toMatch(/^core: NOTHING TO DO: every device was already/);
    expect(first).toMatch(/d0 +already on 3\.0, untouched +-/);
  });

  it('B04: one was there already, one was not', () => {
    const lines = ended(
      'committed',
      { standing: 'confirmed', ...there },
      { standing: 'confirmed' },
    );
    expect(lines[0]).toMatch(/^core: COMMITTED/);
    expect(lines[2]).toMatch(/d0 +already on 3\.0, untouched/);
    expect(lines[3]).toMatch(/d1 +confirmed/);
  });

  it.each([
    ['reverted', 'already on 3\\.0, untouched'],
    ['voted', 'voted \\(already on 3\\.0\\)'],
    ['unknown', 'unknown \\(already on 3\\.0\\)'],
    ['broken', 'broken \\(already on 3\\.0\\)'],
  ] as const)('of one that was there already, and is %s', (standing, text) => {
    expect(ended('reverted', { standing, ...there }, { standing: 'reverted' })[2]).toMatch(
      new RegExp(`d0 +${text}`),
    );
  });

  it('nothing was touched: nothing was staged, so nothing was dropped', () => {
    expect(ended('refused', {}, {})[0]).toBe('core: REFUSED: nothing was touched');
    expect(ended('refused', {}, { standing: 'reverted' })[0]).toContain('what was staged');
  });
});

describe('how it stands', () => {
  it('A17 L5: names the transaction, whose it is, and each device with what it waits for', () => {
    const lines = said({
      event: 'standing',
      ...{ transaction: 'tx', unit: 'core', operator: 'ann@desk', since: '2026-11-22T02:00:00Z' },
      phase: 'switching',
      devices: [
        { device: 'msc-01', state: 'armed' },
        { device: 'umg-01', waits: 'umg-01 to answer `switch`' },
      ],
    });
    expect(lines).toEqual([
      'transaction tx of ann@desk, since 2026-11-22T02:00:00Z: switching',
      'last said: armed',
      'not asked yet; waits for umg-01 to answer `switch`',
    ]);
  });

  it('A07: what is `dead` on its disc has been reverted', () => {
    const lines = said({
      event: 'standing',
      ...{ transaction: 'tx', unit: 'core', operator: 'ann@desk', since: '2026-11-22T02:00:00Z' },
      phase: 'aborted',
      devices: [{ device: 'msc-01', state: 'dead' }],
    });
    expect(lines[1]).toBe('last said: reverted');
  });
});

describe('the share of a device', () => {
  const at = { v: 1, at: '2026-11-22T00:00:00.000Z' } as const;
  const answered = { event: 'order-answered', transaction: 'tx', device: 'd' } as const;

  it('A08: a download that succeeded ends at 100 %', () => {
    const report = makePlainReport();
    report({ ...at, event: 'progress', transaction: 'tx', device: 'd', percent: 33 });
    const [done] = report({ ...at, ...answered, order: 'download', answer: 'fetched' });
    expect(done).toContain('100 %');
  });

  it('A19: a transaction that was taken up has none: what was done before is not counted', () => {
    const report = makePlainReport();
    report({ ...at, event: 'recovery-found', transaction: 'tx', found: 'switching' });
    report({
      ...at,
      event: 'unit-started',
      transaction: 'tx',
      unit: 'u',
      devices: ['d'],
      epoch: 2,
    });
    const [line] = report({ ...at, ...answered, order: 'revert', answer: 'reverted' });
    expect(line).not.toContain('%');
  });
});
