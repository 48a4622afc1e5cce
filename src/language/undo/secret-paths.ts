/** A file that a program wrote which was given a secret may hold it: no report collects it. */
import { isNone } from '../phases/lower-step.ts';
import type { DraftStep } from '../phases/draft.ts';
import { find } from '../findings.ts';
import type { Flow } from './flow-state.ts';
import type { UndoState } from './state.ts';
import { itemsOf, mayOverlap, symbolic, type Symbolic } from './symbolic.ts';

export function sawSecret(step: DraftStep, state: UndoState, flow: Flow): UndoState {
  if (step.family === 'report') complainOfCollected(step, state, flow);
  const took = step.arguments.some(
    ({ param, written, value }) => param.type === 'secret' && written && !isNone(value),
  );
  if (!took) return state;
  const paths = touched(step, ['writes', 'makes'], state).map((path) => ({
    path,
    span: step.node.span,
  }));
  return { ...state, secretPaths: [...state.secretPaths, ...paths] };
}

function complainOfCollected(step: DraftStep, state: UndoState, { findings }: Flow): void {
  for (const path of touched(step, ['reads'], state)) {
    const holder = state.secretPaths.find((other) => mayOverlap(path, other.path));
    if (holder === undefined) continue;
    find(findings, 'E0425', step.node.span, `\`${step.primitive.name}\` may bring out a secret`, {
      others: [{ span: holder.span, text: 'a secret goes into this, and it may write here' }],
      why: 'what is collected reaches reports and screens',
    });
  }
}

function touched(
  step: DraftStep,
  effects: readonly string[],
  { known }: UndoState,
): readonly Symbolic[] {
  return step.touches
    .filter(({ kind, effect }) => kind === 'path' && effects.includes(effect))
    .flatMap(({ value }) => (value === undefined ? [] : (itemsOf(value, known) ?? [value])))
    .map((item) => symbolic(item, known));
}
