/**
 * Each primitive that changes something: done once, done twice, undone, undone twice, and ended between
 * its record and its effect. In a folder whose name holds what a shell might read.
 */
import { describe, expect, it } from 'vitest';
import { bindings, mustBe, order, setUp, step } from '../device/kit/rig.ts';
import { mainShells } from '../device/kit/shells.ts';
import { snapshot } from '../device/kit/snapshot.ts';
import { part, resultOf, revert, trial } from '../device/kit/stories.ts';
import { join } from 'node:path';
import { freshRigs } from './rigs.ts';
import { changes, standing, type Change, type Place } from './changing.ts';

const fresh = freshRigs();

const cases = mainShells.flatMap((shell) =>
  changes.map((change) => ({ shell, change, name: `${change.title} in ${shell.name}` })),
);

function begin({ shell, change }: (typeof cases)[number]): Place & { readonly before: unknown } {
  const rig = fresh(shell);
  const place: Place = { rig, path: (name) => join(rig.root, name) };
  change.world(place);
  return { ...place, before: standing(rig, snapshot) };
}

const again = (change: Change, place: Place, no: number): string =>
  step(change.primitive, change.params(place), { no, way: 'self' });

describe.concurrent.each(cases)('$name', (story) => {
  const { change } = story;

  it('comes about, and is then there already', async () => {
    const place = begin(story);
    const session = await place.rig.session();
    const reply = await session.ask(
      trial(place.rig, change.primitive, change.params(place), { way: 'self' }),
    );
    mustBe(reply, 'more');
    expect(resultOf(reply)).toBe('done');
    expect(change.isDone(place)).toBe(true);
    const once = standing(place.rig, snapshot);
    const second = mustBe(await session.ask(part(again(change, place, 2))), 'more');
    expect(resultOf(second, 2)).toBe(change.anew === true ? 'done' : 'already');
    if (change.primitive !== 'swap') expect(standing(place.rig, snapshot)).toEqual(once);
    await revert(session);
    expect(standing(place.rig, snapshot)).toEqual(place.before);
  });

  it('S10: twice under one record is once, and so is its way back', async () => {
    const place = begin(story);
    const session = await place.rig.session();
    const params = change.params(place);
    mustBe(await session.ask(trial(place.rig, change.primitive, params, { way: 'self' })), 'more');
    const once = standing(place.rig, snapshot);
    const second = mustBe(await session.ask(part(again(change, place, 1))), 'more');
    expect(resultOf(second)).toBe('done');
    expect(standing(place.rig, snapshot)).toEqual(once);
    change.after?.(place);
    mustBe(await session.ask(part('kit_need_platform; kit_undo_all || kit_fail 1 undo')), 'more');
    expect(standing(place.rig, snapshot)).toEqual(place.before);
    await revert(session);
    expect(standing(place.rig, snapshot)).toEqual(place.before);
  });

  it('S5: ended between its record and its effect, it goes back', async () => {
    const place = begin(story);
    const session = await place.rig.session();
    const deadly = `${bindings.get(change.primitive) ?? ''}\napply() { kill -s KILL -- "-$$"; sleep 5; }`;
    const body = `${setUp(place.rig, [], { [change.primitive]: deadly })}\n${again(change, place, 1)}`;
    await expect(session.ask(order('prepare', 'more', { body }))).rejects.toThrow(
      'the shell ended (SIGKILL)',
    );
    const next = await place.rig.session();
    await revert(next);
    expect(standing(place.rig, snapshot)).toEqual(place.before);
    expect(place.rig.state()).toBe('dead');
  });
});
