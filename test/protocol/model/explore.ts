/**
 * Every world that can be reached from one, breadth first: the shortest way to a violation is found.
 *
 * What a controller has ready to do it does at once, or dies first; whose turn it is otherwise stays open.
 */
import { hash } from 'node:crypto';
import { perform } from './actions.ts';
import { actionsOf, type Action } from './choices.ts';
import type { Life, World } from './world.ts';

export interface Explored {
  readonly worlds: number;
  /** False if the limit came first. */
  readonly whole: boolean;
  readonly violation?: string;
  readonly trace?: readonly Action[];
}

interface Node {
  readonly world: World;
  readonly parent?: Node;
  readonly action?: Action;
}

export function explore(start: World, limit: number): Explored {
  const seen = new Set([keyOf(start)]);
  let layer: Node[] = [{ world: start }];
  while (layer.length > 0) {
    const next: Node[] = [];
    for (const node of layer) {
      for (const action of choices(node.world)) {
        const world = perform(node.world, action);
        const child = { world, parent: node, action };
        if (world.violation !== undefined)
          return {
            worlds: seen.size,
            whole: false,
            violation: world.violation,
            trace: traceOf(child),
          };
        const key = keyOf(world);
        if (seen.has(key)) continue;
        seen.add(key);
        next.push(child);
      }
      if (seen.size >= limit) return { worlds: seen.size, whole: false };
    }
    layer = next;
  }
  return { worlds: seen.size, whole: true };
}

function choices(world: World): readonly Action[] {
  const busy = world.lives.findIndex(({ alive, queue }) => alive && queue.length > 0);
  const actions = actionsOf(world, false);
  if (busy < 0) return actions;
  return actions.filter((action) => 'life' in action && action.life === busy && isOwn(action));
}

const isOwn = (action: Action): boolean => action.do === 'command' || action.do === 'crash';

function keyOf({ devices, lives, net, replies, journals, budget }: World): string {
  const written = journals.map(({ written: all, epoch, full }) => [
    all.length,
    all.at(-1)?.record,
    epoch,
    full,
  ]);
  const text = JSON.stringify([devices, lives.map(lifeKey), net, replies, written, budget]);
  return hash('sha1', text, 'base64');
}

function lifeKey({ alive, state, queue, waiting, timers }: Life): unknown {
  if (!alive) return 0;
  const { members, decision, ended, switching, intent } = state.book;
  return [state.work, members, decision, ended, switching, intent, queue, waiting, timers];
}

function traceOf(node: Node): readonly Action[] {
  return node.parent && node.action ? [...traceOf(node.parent), node.action] : [];
}
