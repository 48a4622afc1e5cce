/** Plays a story in a new world, looks at it on the way, and gives the evidence. */
import type { Evidence } from '../evidence.ts';
import { gather } from '../gather.ts';
import type { Known } from '../gather.ts';
import { takeSnapshot } from '../snapshot.ts';
import type { Story } from './story.ts';
import { dropWorld, goTo, makeWorld, names, stage, transaction } from './world.ts';
import type { World } from './world.ts';

const looks = ['all staged', 'all armed'];

export interface Ending {
  readonly known?: Known;
  readonly exit?: number;
  /** After every act, not only after those that the rules are about. */
  readonly lookAlways?: boolean;
}

export async function play(
  story: Story,
  { known = {}, exit, lookAlways = false }: Ending = {},
): Promise<Evidence> {
  const expectedNew = await newOf();
  const world = makeWorld();
  try {
    const gathering = await gather(sceneOf(world));
    for (const act of story) {
      act.play(world);
      if (lookAlways || looks.includes(act.name)) await gathering.look(act.name);
    }
    if (exit !== undefined) gathering.exited({ code: exit, transactions: [transaction] });
    return await gathering.close({ expectedNew, ...known });
  } finally {
    dropWorld(world);
  }
}

function sceneOf(world: World): Parameters<typeof gather>[0] {
  return { stateFolders: [world.stateFolder], devices: Object.values(world.devices) };
}

/** What the devices look like when all went well: from a world in which nothing else happened. */
async function newOf(): Promise<Evidence['expectedNew']> {
  const world = makeWorld();
  for (const name of names) {
    stage(world, name);
    goTo(world, name, '3.0');
  }
  const snapshots = await Promise.all(
    names.map(async (name) => [name, await takeSnapshot(world.devices[name])] as const),
  );
  dropWorld(world);
  return Object.fromEntries(snapshots);
}
