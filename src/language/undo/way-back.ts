/**
 * What undoes a step.
 *
 * Rule 1: in `switch`, a step has a way back if its primitive is reversible, or all its writes lie
 *         under an earlier keep, or it says `undo { … }`; else it is refused, or says `irreversible`.
 * Rule 2: a derived way back is never replaced.
 */
import type { Expression } from '../checked.ts';
import { find } from '../findings.ts';
import type { DraftStep, DraftTouch } from '../phases/draft.ts';
import type { Flow, WayBackDraft } from './flow-state.ts';
import type { Kept, UndoState } from './state.ts';
import { covers, itemsOf, symbolic } from './symbolic.ts';

const nothing: WayBackDraft = { by: 'nothing' };
const itself: WayBackDraft = { by: 'itself' };

export function wayBackOf(step: DraftStep, state: UndoState, flow: Flow): WayBackDraft {
  if (flow.phase === 'switch') return inSwitch(step, state, flow);
  // Of what comes before, a step of the phase's own family undoes itself; the others only look.
  const own = step.family === flow.phase && (flow.phase === 'backup' || flow.phase === 'stage');
  return own && undoesItself(step) ? itself : nothing;
}

/** What makes a place undoes that by removing it. */
function undoesItself({ primitive, touches }: DraftStep): boolean {
  return primitive.reversible || touches.some(({ effect }) => effect === 'makes');
}

function inSwitch(step: DraftStep, state: UndoState, flow: Flow): WayBackDraft {
  const derived = derivedWay(step, state);
  const { undo, never } = step;
  if (undo !== undefined && never !== undefined)
    find(flow.findings, 'E0503', never.span, 'a step with an `undo` block is not irreversible', {
      others: [{ span: undo.span, text: 'its way back' }],
    });
  if (undo !== undefined) return writtenWay(step, undo, derived, flow);
  if (never !== undefined) return noWay(step, never, derived, flow);
  if (derived === undefined) complainOfNoWay(step, state, flow);
  return derived ?? nothing;
}

/** Nothing where none can be derived. */
function derivedWay(step: DraftStep, state: UndoState): WayBackDraft | undefined {
  if (undoesItself(step)) return itself;
  const changed = step.touches.filter(({ effect }) => effect !== 'reads');
  if (changed.length === 0) return nothing;
  if (changed.some(({ kind, effect }) => kind !== 'path' || effect !== 'writes')) return undefined;
  const from = changed.map((touch) => keptPaths(touch, state));
  const all = from.filter((paths) => paths !== undefined).flat();
  if (all.length === 0 && !from.includes(undefined)) return nothing;
  return from.includes(undefined) ? undefined : { by: 'keep', from: all };
}

function keptPaths(
  { value }: DraftTouch,
  state: UndoState,
): readonly { path: Expression; keep: string }[] | undefined {
  if (value === undefined) return [];
  const found = (itemsOf(value, state.known) ?? [value]).map((path) => ({
    path,
    kept: keptFor(path, state),
  }));
  if (found.some(({ kept }) => kept === undefined)) return state.unclear ? [] : undefined;
  return found.flatMap(({ path, kept }) => (kept === undefined ? [] : [{ path, keep: kept.step }]));
}

/** The latest copy: it is the one nearest to what the step found. */
function keptFor(path: Expression, { keeps, known }: UndoState): Kept | undefined {
  return keeps.findLast((kept) => covers(kept.path, symbolic(path, known)));
}

function writtenWay(
  step: DraftStep,
  undo: NonNullable<DraftStep['undo']>,
  derived: WayBackDraft | undefined,
  { findings }: Flow,
): WayBackDraft {
  if (undo.items.length === 0)
    find(findings, 'E0510', undo.span, 'this `undo` does nothing', {
      hint: 'say what puts back what the step has done',
    });
  if (derived === itself || derived?.by === 'keep')
    find(findings, 'E0502', undo.span, `this \`${step.primitive.name}\` has its way back already`, {
      why:
        derived === itself
          ? 'the word undoes itself, and that is tested with it'
          : 'all that it writes is put back from an earlier `keep`',
      hint: 'leave the block out',
    });
  return { by: 'steps', items: undo.items };
}

/** A program may do more than it writes; of any other word all is known. */
function noWay(
  step: DraftStep,
  never: NonNullable<DraftStep['never']>,
  derived: WayBackDraft | undefined,
  { findings }: Flow,
): WayBackDraft {
  if (derived !== undefined && step.primitive.name !== 'run')
    find(findings, 'E0503', never.span, 'this step has a way back', {
      why:
        derived.by === 'keep'
          ? 'all that it writes is put back from an earlier `keep`'
          : 'its word undoes itself, or it changes nothing',
      hint: 'leave `irreversible` out',
    });
  return { by: 'never', because: never.because };
}

function complainOfNoWay(step: DraftStep, state: UndoState, { findings }: Flow): void {
  const open = step.touches.find(
    (touch) =>
      touch.effect === 'writes' && touch.kind === 'path' && keptPaths(touch, state) === undefined,
  );
  find(findings, 'E0501', step.node.word.span, `nothing can undo this \`${step.primitive.name}\``, {
    label: 'its word has no way back of its own',
    ...(open !== undefined &&
      open.span.start !== step.node.word.span.start && {
        others: [{ span: open.span, text: 'no earlier `keep` covers this' }],
      }),
    why: 'a step of `switch` undoes itself, or all that it writes lies under an earlier `keep`, or it says `undo { … }`',
    hint:
      open === undefined
        ? 'add `undo { … }`, or `irreversible "why"`'
        : 'add a `keep` of what it writes before it, or `undo { … }`, or `irreversible "why"`',
  });
}
