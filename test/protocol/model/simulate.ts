/** One random run: things go wrong as long as the budget lasts, then nothing does, and it must end. */
import { perform, takeOver } from './actions.ts';
import { actionsOf, type Action } from './choices.ts';
import { judgeBook, violate } from './laws.ts';
import { copyWorld, newWorld, type Budget, type Life, type World } from './world.ts';
import type { Broken } from './rules.ts';

export interface Run {
  readonly seed: number;
  readonly world: World;
  readonly trace: readonly string[];
}

/** mulberry32: a small generator, the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function simulate(seed: number, broken: Broken): Run {
  const random = randomOf(seed);
  const trace: string[] = [];
  const note = (action: Action): number => trace.push(JSON.stringify(action));
  let world = worldOf(random, broken);
  // Trouble begins anywhere on the way, not always at its start.
  const calm = Math.floor(random() * 30 * world.devices.length);
  const wild = 10 + Math.floor(random() * 80);
  for (let at = 0; at < calm + wild && world.violation === undefined; at += 1) {
    const action =
      at < calm ? any(actionsOf(world, true), random) : pick(actionsOf(world, false), random);
    if (!action) break;
    note(action);
    world = perform(world, action);
    // Reading all of it back is dear: now and then is enough, over thousands of runs.
    if (at % 5 === 0) for (const life of world.lives) judgeBook(world, life);
  }
  return { seed, world: settle(world, random, note), trace };
}

function worldOf(random: () => number, broken: Broken): World {
  const devices = 1 + Math.floor(random() * 3);
  const already = random() < 0.25 ? [0] : [];
  const setting = { devices, already, ordered: random() < 0.4, atOnce: random() < 0.3 ? 1 : 0 };
  return newWorld({ ...setting, budget: budgetOf(random), broken });
}

function budgetOf(random: () => number): Budget {
  const some = (most: number): number => (random() < 0.5 ? Math.floor(random() * (most + 1)) : 0);
  return {
    crashes: some(2),
    takeovers: some(2),
    aliens: random() < 0.3 ? 1 + some(1) : 0,
    losses: some(3),
    repeats: some(3),
    failures: some(1),
    breaks: random() < 0.05 ? 1 : 0,
    timers: some(2),
    restarts: some(2),
    aborts: random() < 0.2 ? 1 : 0,
    full: random() < 0.1 ? 1 : 0,
    falls: 0,
  };
}

/** Rare things first a little less often than what simply goes on. */
function pick(actions: readonly Action[], random: () => number): Action | undefined {
  const calm = new Set(['command', 'deliver', 'answer', 'complete', 'begin']);
  const likely = actions.filter((action) => calm.has(action.do));
  const from = likely.length > 0 && random() < 0.6 ? likely : actions;
  return any(from, random);
}

function any<T>(from: readonly T[], random: () => number): T | undefined {
  return from[Math.floor(random() * from.length)];
}

/** L1: with nothing more going wrong and one live controller it ends, and all are equal. */
function settle(before: World, random: () => number, note: (action: Action) => void): World {
  let world = lastLife(before);
  for (let left = 3_000; left > 0 && world.violation === undefined; left -= 1) {
    const action = any(actionsOf(world, true), random);
    if (!action) return judgeEnd(world);
    note(action);
    world = perform(world, action);
  }
  if (world.violation === undefined) violate(world, 'L1: it does not end');
  return world;
}

/** The disc has room again, and a controller of the first journal attends to it. */
function lastLife(before: World): World {
  const world = copyWorld(before);
  const [journal] = world.journals;
  if (!journal || world.violation !== undefined) return world;
  journal.full = false;
  for (const life of world.lives) if (life.journal !== 0) life.alive = false;
  const current = world.lives.findLast((life) => life.journal === 0);
  const goesOn = current !== undefined && attends(current, world.epoch);
  if (!goesOn && journal.written.length > 0) takeOver(world, true);
  return world;
}

function attends({ alive, epoch, state }: Life, highest: number): boolean {
  const { phase, journalFault } = state.work;
  return alive && epoch === highest && phase !== 'stopped' && journalFault === undefined;
}

function lastResult({ lives }: World): string {
  const own = lives.filter((life) => life.journal === 0);
  return own.at(-1)?.outcomes.at(-1)?.result ?? 'pending';
}

function isBack(states: ReadonlySet<string>): boolean {
  return [...states].every((state) => state === 'dead' || state === 'idle');
}

function judgeEnd(world: World): World {
  const result = lastResult(world);
  const states = new Set(world.devices.map(({ state }) => state));
  if (world.journals[0]?.written.length === 0) return world;
  if (result === 'pending') violate(world, 'L1: it is still pending');
  if (states.has('broken')) return world;
  const committed = states.has('confirmed');
  if (committed && states.size > 1) violate(world, 'L2: all could be reached, and are not equal');
  if (!committed && !isBack(states))
    violate(world, 'L2: all could be reached, and one is neither new nor old');
  if (committed !== (result === 'committed')) violate(world, `the end says ${result}`);
  return world;
}
