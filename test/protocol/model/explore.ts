/**
 * Every world that can be reached from one, breadth first: the shortest way to a violation is found.
 *
 * What a controller has ready to do it does at once, or dies first; whose turn it is otherwise stays open.
 */
import { perform } from './actions.ts';
import { actionsOf, type Action } from './choices.ts';
import type { Device } from './device.ts';
import type { Journal, Life, World } from './world.ts';

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

/** The same for two worlds that are alike in all that can still matter. */
function keyOf({ devices, lives, net, replies, journals, budget }: World): string {
  const parts = [devices.map(deviceKey), lives.map(lifeKey), journals.map(journalKey)];
  const texts = parts.map((part) => part.join('/'));
  return [...texts, listKey(net), listKey(replies), Object.values(budget).join()].join('|');
}

function deviceKey(device: Device): string {
  const marks = Object.values<Device[keyof Device]>({ ...device });
  return marks.map((mark) => (typeof mark === 'object' ? numberOf(mark) : mark)).join();
}

function lifeKey({ alive, state, queue, waiting, timers }: Life): string {
  if (!alive) return '';
  const { members, decision, ended, switching, intent } = state.book;
  const marks = [decision, ended, switching, intent, numberOf(state.work), numberOf(members)];
  return [marks.join(), listKey(queue), listKey(waiting), timers.join()].join(';');
}

function journalKey({ written, epoch, full }: Journal): string {
  return [written.length, numberOf(written.at(-1)?.record), epoch, full].join();
}

const listKey = (list: readonly object[]): string => list.map(numberOf).join('.');

const numbers = new Map<string, number>();
const numbered = new WeakMap<object, number>();

/** One number for each content. What is given is never changed in place: it is written out but once. */
function numberOf(value: object | undefined): number {
  if (value === undefined) return 0;
  const known = numbered.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  const number = numbers.get(text) ?? numbers.size + 1;
  numbers.set(text, number);
  numbered.set(value, number);
  return number;
}

function traceOf(node: Node): readonly Action[] {
  return node.parent && node.action ? [...traceOf(node.parent), node.action] : [];
}
