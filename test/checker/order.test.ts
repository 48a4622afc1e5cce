/** What is planted in the order of things is found: effects without a record, latecomers, ways gone twice. */
import { describe, expect, test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { found, log, pair } from './planted/found.ts';
import { act, after, committed, move, reverted, without } from './planted/story.ts';
import { setState, txOf, writeUndo } from './planted/world.ts';

describe('S6', () => {
  const unrecorded = 'the device shows an effect that the journal has no record of';

  test('an order that was carried out and not recorded', async () => {
    expect(
      await found('S6', without(committed, 'hold umg-01: sent', 'hold umg-01: answer')),
    ).toEqual([`umg-01: ${unrecorded}`]);
  });

  test('a step that was never sent; a torn record doesn’t count', async () => {
    const more = after(
      committed,
      'switch umg-01: effect',
      act('more', (world) => {
        writeUndo(world, 'umg-01', 9, 'kit_undo_self link');
        writeFileSync(join(txOf(world, 'msc-01'), 'undo/9'), 'kit_undo_self li');
      }),
    );
    expect(await found('S6', more)).toEqual([`umg-01: ${unrecorded}`]);
  });

  test('an epoch that no record has', async () => {
    const epoch = after(
      reverted,
      'abort',
      act('epoch', (world) => {
        setState(world, 'umg-01', 'armed', { epoch: 7 });
      }),
    );
    expect(await found('S6', epoch)).toContain(`umg-01: ${unrecorded}`);
  });

  test('told before it was decided', async () => {
    const moved = [
      ['commit', 'confirm msc-01: sent', committed],
      ['abort', 'revert umg-01: sent', reverted],
      ['intent', 'prepare msc-01: sent', reverted],
    ] as const;
    for (const [record, sent, story] of moved) {
      expect(await found('S6', move(story, [record], sent))).toEqual([
        `unit: \`${sent.split(' ')[0] ?? ''}\` was sent before ${record.toUpperCase()} was in the journal`,
      ]);
    }
  });

  test('an answer to what was never sent', async () => {
    const story = move(committed, ['hold umg-01: sent'], 'hold umg-01: answer');
    expect(await found('S6', story)).toEqual([
      'umg-01: an answer to `hold` was received, and no record says it was sent',
    ]);
  });
});

describe('S9', () => {
  test('an epoch falls; an epoch has two controllers', async () => {
    const what = 'an epoch fell, or two controllers share one';
    const falls = after(
      reverted,
      'abort',
      act('falls', (world) => {
        setState(world, 'umg-01', 'armed', { epoch: 3 });
        setState(world, 'umg-01', 'armed', { epoch: 2 });
      }),
    );
    expect(await found('S9', falls)).toEqual([`umg-01: ${what}`]);
    const shared = after(
      reverted,
      'abort',
      act('shared', (world) => {
        setState(world, 'umg-01', 'armed', { controller: 'c2' });
      }),
    );
    expect(await found('S9', shared)).toEqual([`umg-01: ${what}`]);
  });

  test('a tombstone moves', async () => {
    const woken = after(
      reverted,
      'revert umg-01: answer',
      act('woken', (world) => {
        setState(world, 'umg-01', 'switch-intent');
      }),
    );
    expect(await found('S9', woken)).toEqual(['umg-01: an ended transaction moved again']);
  });

  test('a stranger gets in', async () => {
    const stranger = after(
      committed,
      'switch umg-01: answer',
      act('stranger', (world) => {
        setState(world, 'umg-01', 'preparing', { id: 'tx-2' });
      }),
    );
    expect(await found('S9', stranger)).toEqual([
      'umg-01: another transaction moved while this one was open',
    ]);
  });

  test('a fenced controller writes on', async () => {
    const late = after(
      reverted,
      'abort',
      act('late', (world) => {
        log(world, { record: 'taken-over' }, 2);
      }),
    );
    expect(await found('S9', late)).toEqual([
      'unit: a record was written under an epoch that was over',
    ]);
  });

  test('what must leave no trace left one', async () => {
    expect(await found('S9', reverted, { known: { intrusions: [pair] } })).toEqual([
      'umg-01: had an effect: tried',
    ]);
  });
});

describe('S10', () => {
  test('twice is not once', async () => {
    expect(await found('S10', reverted, { known: { repetitions: [pair] } })).toEqual([
      'umg-01: twice is not once: tried',
    ]);
  });

  test('the switch goes again', async () => {
    const again = after(
      committed,
      'switch umg-01: effect',
      act('again', (world) => {
        setState(world, 'umg-01', 'switch-intent');
        setState(world, 'umg-01', 'armed');
      }),
    );
    expect(await found('S10', again)).toEqual([
      'umg-01: the device went a way that leads nowhere or was gone before',
    ]);
  });
});
