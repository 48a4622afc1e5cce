import { describe, expect, it } from 'vitest';
import {
  matchingRows,
  recoveryTable,
  type RecoveryFacts,
} from '../../src/protocol/recovery-table.ts';

const journals = ['ended', 'committed', 'planned', 'undecided'] as const;
const trusts = ['journal', 'devices', 'nobody'] as const;
const alls = ['all', 'not-all'] as const;
const all: RecoveryFacts[] = journals.flatMap((journal) =>
  trusts.flatMap((trust) =>
    alls.flatMap((asked) =>
      (['some', 'none'] as const).flatMap((confirmed) =>
        alls.map((voted) => ({ journal, trust, asked, confirmed, voted })),
      ),
    ),
  ),
);

describe('recovery', () => {
  it('F35: exactly one row matches whatever is known', () => {
    for (const facts of all) expect([facts, matchingRows(facts).length]).toEqual([facts, 1]);
  });

  it('has no row that never matches', () => {
    const used = new Set(all.flatMap(matchingRows));
    expect(recoveryTable.filter((row) => !used.has(row))).toEqual([]);
  });

  it('never commits against what it knows: S1, S2', () => {
    for (const facts of all) {
      if (matchingRows(facts)[0]?.act !== 'commit') continue;
      const rightly =
        facts.journal === 'committed' || facts.confirmed === 'some' || facts.voted === 'all';
      expect([facts, rightly]).toEqual([facts, true]);
    }
  });
});
