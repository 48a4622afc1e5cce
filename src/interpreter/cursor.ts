/**
 * Where a phase stands, as plain data, and the steps that may travel together from there.
 *
 * Rule 1: a batch ends where something must be decided from a value that the batch itself gives.
 * Rule 2: a `require` that fails is a fault only when everything before it has been carried out.
 */
import type {
  CheckedFor,
  CheckedItem,
  CheckedLet,
  CheckedRequire,
  CheckedStep,
  Datum,
} from '../language/checked.ts';
import { evaluate, holds } from '../language/evaluate.ts';
import { fault, type FaultValue } from '../protocol/fault.ts';
import { namesNeeded } from './names.ts';
import type { DeviceScope } from './scope.ts';

export type Cursor = readonly Level[];

/** One list of items and the next of them; in a loop, the values still to come. */
interface Level {
  readonly items: readonly CheckedItem[];
  readonly at: number;
  readonly loop?: { readonly name: string; readonly rest: readonly Datum[] };
}

export interface Batch {
  readonly steps: readonly CheckedStep[];
  readonly cursor: Cursor;
  readonly ended: boolean;
}

export function cursorAt(items: readonly CheckedItem[]): Cursor {
  return [{ items, at: 0 }];
}

/**
 * The next steps, each handed to `take` in order and at the moment when the scope holds for it.
 * Names that a step gives are pending until the batch has been answered.
 */
export function nextBatch(
  start: Cursor,
  scope: DeviceScope,
  take: (step: CheckedStep) => void,
): Batch | FaultValue {
  const pending = new Set<string>();
  const steps: CheckedStep[] = [];
  let cursor = start;
  for (;;) {
    const level = cursor.at(-1);
    if (level === undefined) return { steps, cursor, ended: true };
    const item = level.items[level.at];
    if (item === undefined) {
      cursor = leave(cursor, level, scope);
      continue;
    }
    if (namesNeeded(item).some((name) => pending.has(name))) return { steps, cursor, ended: false };
    if (item.kind === 'require' && !holds(item.condition, scope))
      return steps.length > 0 ? { steps, cursor, ended: false } : unmet(item, scope);
    if (item.kind === 'step') {
      take(item);
      steps.push(item);
      if (item.as !== undefined) pending.add(item.as.name);
    }
    cursor = enter(cursor, level, item, scope);
  }
}

/** All steps of items whose names are known, in order. */
export function flatten(
  items: readonly CheckedItem[],
  scope: DeviceScope,
): readonly CheckedStep[] | FaultValue {
  const batch = nextBatch(cursorAt(items), scope, () => undefined);
  return 'fault' in batch ? batch : batch.steps;
}

function enter(cursor: Cursor, level: Level, item: CheckedItem, scope: DeviceScope): Cursor {
  const after = [...cursor.slice(0, -1), { ...level, at: level.at + 1 }];
  switch (item.kind) {
    case 'step':
    case 'require':
      return after;
    case 'let':
      scope.set(item.name, letValue(item, scope));
      return after;
    case 'when':
      return [
        ...after,
        { items: holds(item.condition, scope) ? item.then : item.otherwise, at: 0 },
      ];
    case 'for':
      return [...after, loopLevel(item, scope)];
  }
}

/** A loop begins at its end, so that `leave` gives it its first value. */
function loopLevel(item: CheckedFor, scope: DeviceScope): Level {
  const list = evaluate(item.list, scope);
  return {
    items: item.body,
    at: item.body.length,
    loop: { name: item.name, rest: Array.isArray(list) ? (list as readonly Datum[]) : [list] },
  };
}

function leave(cursor: Cursor, level: Level, scope: DeviceScope): Cursor {
  const outside = cursor.slice(0, -1);
  const [next, ...rest] = level.loop?.rest ?? [];
  if (level.loop === undefined || next === undefined) return outside;
  scope.set(level.loop.name, next);
  return [...outside, { items: level.items, at: 0, loop: { name: level.loop.name, rest } }];
}

export function letValue(item: CheckedLet, scope: DeviceScope): Datum {
  const { choice } = item;
  if (choice === undefined || holds(choice.condition, scope)) return evaluate(item.value, scope);
  return evaluate(choice.otherwise, scope);
}

function unmet(item: CheckedRequire, scope: DeviceScope): FaultValue {
  return fault('require', String(evaluate(item.otherwise, scope)), {
    step: `line ${String(item.place.line)}`,
    line: item.place.line,
  });
}
