/** What is planted against decisions is found: mixed units, early commits, early ends. */
import { describe, expect, test } from 'vitest';
import { found, log } from './planted/found.ts';
import { act, after, committed, move, reverted, without } from './planted/story.ts';
import { goTo, setState } from './planted/world.ts';

describe('S1', () => {
  const unconfirmed = without(committed, 'confirm umg-01: effect');
  const dies = act('umg-01 goes back', (world) => {
    setState(world, 'umg-01', 'revert-intent');
    goTo(world, 'umg-01', '2.0');
    setState(world, 'umg-01', 'dead');
  });

  test('one confirmed, one reverted', async () => {
    expect(await found('S1', after(unconfirmed, 'confirm msc-01: answer', dies))).toEqual([
      'unit: a device is confirmed and another one reverted',
      'unit: at rest one device runs the new version and another one the old',
    ]);
  });

  test('both say confirmed, one runs the old software', async () => {
    const lies = after(
      committed,
      'confirm umg-01: effect',
      act('silently back', (world) => {
        goTo(world, 'umg-01', '2.0');
      }),
    );
    expect(await found('S1', lies)).toEqual([
      'unit: at rest one device runs the new version and another one the old',
    ]);
  });
});

describe('S2', () => {
  test('COMMIT before a vote is received', async () => {
    expect(await found('S2', move(committed, ['commit'], 'hold msc-01: answer'))).toEqual([
      'umg-01: COMMIT is in the journal before the vote was received',
    ]);
  });

  test('COMMIT, and no vote on the disc', async () => {
    expect(await found('S2', without(committed, 'hold umg-01: effect'))).toEqual([
      'umg-01: COMMIT is in the journal, and no vote is on the device',
    ]);
  });

  test('COMMIT and ABORT in one journal', async () => {
    const both = after(
      committed,
      'commit',
      act('abort', (world) => {
        log(world, { record: 'abort', cause: {} });
      }),
    );
    expect(await found('S2', both)).toEqual(['unit: COMMIT and ABORT are both in one journal']);
  });
});

describe('S7', () => {
  test('committed before the confirmation is in the journal', async () => {
    expect(await found('S7', without(committed, 'confirm umg-01: answer'))).toEqual([
      'umg-01: ended as committed before the confirmation was journaled',
    ]);
  });

  test('committed, and the device has not confirmed', async () => {
    expect(await found('S7', without(committed, 'confirm umg-01: effect'))).toEqual([
      'umg-01: ended as committed, and the device has not confirmed',
    ]);
  });

  test('exit 0 without the end', async () => {
    expect(await found('S7', reverted, { exit: 0 })).toEqual([
      'unit: exit 0, and the journal has no end as committed',
    ]);
  });
});
