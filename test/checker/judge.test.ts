/** A world without a plant is found clean, and the checker knows its own bounds. */
import { describe, expect, test } from 'vitest';
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { judge, rules, showViolation } from './judge.ts';
import { log } from './planted/found.ts';
import { play } from './planted/play.ts';
import type { Ending } from './planted/play.ts';
import { act, after, committed, reverted, without } from './planted/story.ts';
import type { Story } from './planted/story.ts';
import { goTo, setState, stage, sweep, transaction, txOf } from './planted/world.ts';

const clean: readonly (readonly [string, Story, Ending])[] = [
  ['a commit', committed, { exit: 0 }],
  ['a revert', reverted, { exit: 3 }],
];

describe('worlds without a plant', () => {
  test.each(clean)('%s is clean', async (_, story, ending) => {
    expect(judge(await play(story, ending)).map(showViolation)).toEqual([]);
  });

  test.each(clean)('%s is clean after each of its acts', async (_, story, ending) => {
    const evidence = await play(story, { ...ending, lookAlways: true });
    expect(evidence.moments).toHaveLength(story.length + 1);
    expect(judge(evidence).map(showViolation)).toEqual([]);
  });

  test('a vote that is taken back by a second life, with the others, is clean', async () => {
    const recovered = [
      ...committed.slice(
        0,
        committed.findIndex(({ name }) => name === 'hold umg-01: sent'),
      ),
      act('taken over', (world) => {
        log(world, { record: 'taken-over' }, 2);
        log(world, { record: 'abort', cause: {} }, 2);
        for (const device of ['msc-01', 'umg-01'] as const) {
          log(world, { record: 'sent', device, order: 'revert', steps: [] }, 2);
          setState(world, device, device === 'msc-01' ? 'voted' : 'armed', { epoch: 2 });
          setState(world, device, 'revert-intent', { epoch: 2 });
          goTo(world, device, '2.0');
          rmSync(join(world.devices[device].root, 'opt/releases/3.0'), { recursive: true });
          setState(world, device, 'dead', { epoch: 2 });
          sweep(world, device);
        }
      }),
    ];
    expect(judge(await play(recovered, { exit: 3 })).map(showViolation)).toEqual([]);
  });
});

describe('the checker itself', () => {
  test('has each rule, and earlier transactions are no part of the evidence', async () => {
    expect(Object.keys(rules)).toHaveLength(12);
    const evidence = await play(without(committed, 'hold umg-01: effect'));
    expect(judge(evidence)).not.toEqual([]);
    expect(judge({ ...evidence, over: [transaction], expectedNew: {}, before: {} })).toEqual([]);
  });

  test('refuses a test that doesn’t watch what the device manages', async () => {
    const unwatched = after(
      committed,
      'prepare umg-01: effect',
      act('unwatched', (world) => {
        appendFileSync(join(txOf(world, 'umg-01'), 'managed'), 'path /etc/umg\n');
      }),
    );
    await expect(play(unwatched)).rejects.toThrow('umg-01 manages /etc/umg');
  });

  test('takes a torn state line for none', async () => {
    const torn = after(
      committed,
      'confirm umg-01: answer',
      act('torn', (world) => {
        stage(world, 'umg-01');
        appendFileSync(join(txOf(world, 'umg-01'), 'state'), 'dead 1 c1 99');
      }),
    );
    expect(judge(await play(torn, { exit: 0 }))).toEqual([]);
  });
});
