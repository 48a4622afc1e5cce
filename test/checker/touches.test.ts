/** What is planted on the discs is found: early touches, ends that are neither old nor new, lost backups. */
import { describe, expect, test } from 'vitest';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { restoresExactly } from './differences.ts';
import { found, one, other, pair } from './planted/found.ts';
import { act, after, committed, move, reverted, without } from './planted/story.ts';
import { goTo, txOf, writeIn } from './planted/world.ts';

describe('S3', () => {
  test('a managed path changes while staging', async () => {
    const early = after(
      committed,
      'prepare umg-01: effect',
      act('early', (world) => {
        goTo(world, 'umg-01', '3.0');
      }),
    );
    expect(await found('S3', early)).toEqual([
      'umg-01: the device was touched before SWITCHING was in the journal',
    ]);
  });

  test('a switch begins without SWITCHING', async () => {
    const early = without(reverted, 'switching');
    expect(await found('S3', early)).toEqual([
      'msc-01: `switch` was sent before SWITCHING was in the journal',
      'umg-01: `switch` was sent before SWITCHING was in the journal',
      'msc-01: the device was touched before SWITCHING was in the journal',
      'umg-01: the device was touched before SWITCHING was in the journal',
    ]);
  });

  test('SWITCHING without everybody staged, or without asking once more', async () => {
    expect(await found('S3', without(committed, 'prepare umg-01: answer'))).toEqual([
      'umg-01: SWITCHING is in the journal, and the device had not answered staged',
    ]);
    const unasked = move(committed, ['switching'], 'prepare umg-01: answer');
    expect(await found('S3', unasked)).toEqual([
      'msc-01: SWITCHING is in the journal, and the device was not asked once more if it is unchanged',
      'umg-01: SWITCHING is in the journal, and the device was not asked once more if it is unchanged',
    ]);
  });
});

describe('S4', () => {
  test('reverted, and not quite the old', async () => {
    const leftover = after(
      reverted,
      'revert umg-01: effect',
      act('leftover', (world) => {
        mkdirSync(join(world.devices['umg-01'].root, 'opt/releases/3.0'));
      }),
    );
    expect(await found('S4', leftover)).toEqual([
      'umg-01: the device should be exactly the old, and is not',
    ]);
  });

  test('confirmed, and not quite the new; only volatile content may differ', async () => {
    const half = after(
      committed,
      'confirm umg-01: effect',
      act('half', (world) => {
        writeIn(world, 'umg-01', 'opt/data/rows', 'more rows\n');
        writeIn(world, 'umg-01', 'running', 'down');
      }),
    );
    expect(await found('S4', half)).toEqual([
      'umg-01: the device should be exactly the new, and is not',
    ]);
  });

  test('a fingerprint that sees no difference', async () => {
    const blind = after(
      committed,
      'switch umg-01: effect',
      act('blind', (world) => {
        writeFileSync(join(txOf(world, 'umg-01'), 'new'), 'a'.repeat(64));
      }),
    );
    expect(await found('S4', blind)).toEqual([
      'umg-01: the device switched, and its own old and new fingerprints are equal',
    ]);
  });
});

describe('S5', () => {
  test('a restoration that is not exact', async () => {
    const known = { restorations: [pair, { ...pair, after: one }] };
    expect(await found('S5', committed, { known })).toEqual([
      'umg-01: restored, and not as before: tried',
    ]);
    expect([restoresExactly(one, other), restoresExactly(one, one)]).toEqual([false, true]);
  });

  test('what an undo record needs is gone', async () => {
    const lost = after(
      committed,
      'switch umg-01: effect',
      act('lost', (world) => {
        rmSync(join(txOf(world, 'umg-01'), 'kept/2'));
      }),
    );
    expect(await found('S5', lost)).toEqual([
      'umg-01: an undo record puts back from a keep that is gone',
    ]);
  });
});
