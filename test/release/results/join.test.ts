/** A device's results from several servers; clocks that are wrong. */
import { describe, expect, test } from 'vitest';
import type { FoundResult } from '../../../src/release/results/gather.ts';
import { joined } from '../../../src/release/results/join.ts';
import { parseResult } from '../../../src/release/results/result.ts';
import { resultText, type Said } from './texts.ts';

const NOW = Date.parse('2026-11-28T12:00:00Z');

function found(server: string, said: Said, arrived?: string): FoundResult {
  const read = parseResult(resultText(said));
  if (!read.ok) throw new Error(read.problem);
  const at = arrived === undefined ? {} : { arrived: Date.parse(arrived) };
  return { server, device: read.value.device, said: { result: read.value }, ...at };
}

function one(...all: readonly FoundResult[]) {
  const [standing] = joined(all, NOW);
  return standing;
}

test('B10: the newest of several servers counts, and an older one is no doubt', () => {
  const standing = one(
    found('a', { at: '2026-11-27T10:00:00Z', installed: '2.0' }, '2026-11-27T10:00:01Z'),
    found('b', { at: '2026-11-28T10:00:00Z', installed: '3.0' }, '2026-11-28T10:00:01Z'),
  );
  expect(standing).toMatchObject({ server: 'b', result: { installed: '3.0' }, doubts: [] });
  expect(standing?.heard).toBe(Date.parse('2026-11-28T10:00:00Z'));
});

describe('B10: a clock that is wrong hides nothing', () => {
  const right = found('a', { at: '2026-11-28T10:00:00Z' }, '2026-11-28T10:00:01Z');

  test('one that is set back: the later result of another server is named', () => {
    const broken = found(
      'b',
      { at: '2020-01-01T00:00:00Z', outcome: 'broken' },
      '2026-11-28T11:00:00Z',
    );
    expect(one(right, broken)).toMatchObject({
      server: 'a',
      doubts: ['b has another one that may be newer: broken, 2020-01-01T00:00:00Z by its clock'],
    });
  });

  test('one that is set back, and nobody knows when it came', () => {
    const broken = found('b', { at: '2020-01-01T00:00:00Z', outcome: 'broken' });
    expect(one(right, broken)?.doubts).toHaveLength(1);
  });

  test('one that is ahead hides none that is right', () => {
    const ahead = found(
      'b',
      { at: '2031-01-01T00:00:00Z', installed: '9.9' },
      '2026-11-28T09:00:00Z',
    );
    expect(one(ahead, right)).toMatchObject({ server: 'a' });
  });

  test('one that is ahead and alone: it was heard of when the file came', () => {
    const ahead = found('b', { at: '2031-01-01T00:00:00Z' }, '2026-11-01T00:00:00Z');
    expect(one(ahead)).toMatchObject({
      heard: Date.parse('2026-11-01T00:00:00Z'),
      doubts: ['its clock is ahead: it says 2031-01-01T00:00:00Z'],
    });
    expect(one(found('b', { at: '2031-01-01T00:00:00Z' }))?.heard).toBeUndefined();
  });

  test('two that say the same time and something else', () => {
    const other = found(
      'b',
      { at: '2026-11-28T10:00:00Z', outcome: 'broken' },
      '2026-11-28T10:00:01Z',
    );
    expect(one(right, other)?.doubts).toHaveLength(1);
  });
});

test('what can’t be understood hides nothing, and is not hidden', () => {
  const right = found('a', {});
  const bad: FoundResult = { server: 'b', device: 'atm-1', said: { problem: 'line 3: no' } };
  expect(one(bad, right)).toMatchObject({
    server: 'a',
    doubts: ['b has one that can’t be understood: line 3: no'],
  });
  expect(one(bad)).toMatchObject({ server: 'b', problem: 'line 3: no' });
});

test('50,000 results are joined as fast as they are read', () => {
  const all = Array.from({ length: 50_000 }, (_, at) => ({
    ...found('a', {}),
    device: `atm-${String(at % 25_000)}`,
  }));
  expect(joined(all, NOW)).toHaveLength(25_000);
});
