/**
 * Walks a script's phases in the order in which they run, on one platform, and proves that what is
 * done can be undone.
 *
 * Rule 1: every step gets its way back, or a finding that says why it has none.
 * Rule 2: a loop may go round never: what its body keeps or makes isn't known after it.
 */
import type { Findings } from '../findings.ts';
import { find } from '../findings.ts';
import type { DraftItem, DraftLet, DraftStep } from '../phases/draft.ts';
import { decideOn } from '../phases/platforms.ts';
import { sawSecret } from './secret-paths.ts';
import { followServices } from './services.ts';
import { followStage } from './stage.ts';
import { beginning, forget, merge, type UndoState } from './state.ts';
import { wayBackOf } from './way-back.ts';
import type { DraftPhase, Flow, WayBackDraft } from './flow-state.ts';
import { itemsOf, symbolic } from './symbolic.ts';

export function followPhases(
  lets: readonly DraftLet[],
  phases: readonly DraftPhase[],
  platform: string,
  findings: Findings,
): ReadonlyMap<string, WayBackDraft> {
  const ways = new Map<string, WayBackDraft>();
  let state = lets.reduce(afterLet, beginning(new Map()));
  for (const { name, items } of phases) {
    const flow: Flow = { findings, platform, phase: name, ways };
    state = follow(items, { ...state, down: new Map() }, flow);
    complainOfDown(state, flow);
  }
  return ways;
}

function follow(items: readonly DraftItem[], state: UndoState, flow: Flow): UndoState {
  return items.reduce((before, item) => followItem(item, before, flow), state);
}

function followItem(item: DraftItem, state: UndoState, flow: Flow): UndoState {
  switch (item.kind) {
    case 'step':
      return followStep(item, state, flow);
    case 'let':
      return afterLet(state, item);
    case 'require':
      return state;
    case 'for': {
      const after = follow(item.body, forget(state, item.name), flow);
      return merge(forget(state, item.name), after);
    }
    case 'when': {
      const decided = decideOn(item.condition, flow.platform);
      if (decided !== undefined) return follow(decided ? item.then : item.otherwise, state, flow);
      return merge(follow(item.then, state, flow), follow(item.otherwise, state, flow));
    }
  }
}

function afterLet(state: UndoState, item: DraftLet): UndoState {
  const fresh = forget(state, item.name);
  if (item.value === undefined || item.choice !== undefined) return fresh;
  return { ...fresh, known: new Map([...fresh.known, [item.name, item.value]]) };
}

function followStep(step: DraftStep, before: UndoState, flow: Flow): UndoState {
  flow.ways.set(step.id, wayBackOf(step, before, flow));
  followStage(step, before, flow);
  const named = step.as === undefined ? before : forget(before, step.as.name);
  return [keeping, making, followServices, sawSecret].reduce(
    (state, next) => next(step, state, flow),
    named,
  );
}

function keeping(step: DraftStep, state: UndoState): UndoState {
  if (step.primitive.name !== 'keep') return state;
  const paths = step.touches.filter(({ kind, effect }) => kind === 'path' && effect === 'reads');
  if (paths.some(({ value }) => value === undefined)) return { ...state, unclear: true };
  const kept = paths
    .flatMap(({ value }) => (value === undefined ? [] : (itemsOf(value, state.known) ?? [])))
    .map((path) => ({ path: symbolic(path, state.known), step: step.id, span: step.node.span }));
  return { ...state, keeps: [...state.keeps, ...kept] };
}

function making(step: DraftStep, state: UndoState): UndoState {
  const made = step.touches.filter(({ effect }) => effect === 'makes');
  if (made.some(({ value }) => value === undefined)) return { ...state, unclear: true };
  const places = made.flatMap(({ kind, value }) =>
    value === undefined
      ? []
      : (itemsOf(value, state.known) ?? []).map((item) => `${kind} ${symbolic(item, state.known)}`),
  );
  return { ...state, made: [...state.made, ...places] };
}

function complainOfDown({ down }: UndoState, { findings, phase }: Flow): void {
  for (const span of down.values())
    find(findings, 'E0505', span, `what this stops is not started again in \`${phase}\``, {
      why: 'on every way through the script each service that is stopped is started',
      hint: 'add a `start` after it, in the same branch',
    });
}
