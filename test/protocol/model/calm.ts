/** Worlds that went on with nothing going wrong until COMMIT was on its way: an exploration may begin there, and reach further. */
import { perform } from './actions.ts';
import { actionsOf } from './choices.ts';
import type { World } from './world.ts';

/** COMMIT is on disk, every confirm is on its way, and the first controller is gone. */
export function committedAndAlone(start: World): World {
  const world = calmUntil(start, ({ net }) => isConfirming(start, net));
  return withoutFirst(world);
}

/** The same, where all had voted when the first controller went, and one without the journal has decided. */
export function committedByAnother(start: World): World {
  const allVoted = ({ devices }: World): boolean => devices.every(({ state }) => state === 'voted');
  const alone = withoutFirst(calmUntil(start, allVoted));
  const taken = perform({ ...alone, net: [], replies: [] }, { do: 'take-over', own: false });
  return calmUntil(taken, ({ net }) => isConfirming(start, net));
}

function isConfirming({ devices }: World, net: World['net']): boolean {
  return net.length === devices.length && net.every(({ order }) => order === 'confirm');
}

function calmUntil(start: World, isSo: (world: World) => boolean): World {
  let world = start;
  while (!isSo(world)) {
    const [action] = actionsOf(world, true);
    if (action === undefined) throw new Error('it does not come about in this world');
    world = perform(world, action);
  }
  return world;
}

function withoutFirst(world: World): World {
  return {
    ...world,
    lives: world.lives.map((life, at) => (at > 0 ? life : { ...life, alive: false })),
  };
}
