/** Drafts without findings become what the checker hands on. */
import type { CheckedItem, CheckedLet, CheckedStep, Expression, WayBack } from '../checked.ts';
import { defect } from '../defect.ts';
import type { DraftItem, DraftLet, DraftStep } from '../phases/draft.ts';
import type { WayBackDraft } from './flow-state.ts';

export type Ways = ReadonlyMap<string, WayBackDraft>;

export function finishItems(items: readonly DraftItem[], ways: Ways): readonly CheckedItem[] {
  return items.map((item) => finishItem(item, ways));
}

function finishItem(item: DraftItem, ways: Ways): CheckedItem {
  switch (item.kind) {
    case 'step':
      return finishStep(item, ways);
    case 'let':
      return finishLet(item);
    case 'when':
      return {
        ...item,
        condition: there(item.condition),
        then: finishItems(item.then, ways),
        otherwise: finishItems(item.otherwise, ways),
      };
    case 'for':
      return { ...item, list: there(item.list), body: finishItems(item.body, ways) };
    case 'require':
      return { ...item, condition: there(item.condition), otherwise: there(item.otherwise) };
  }
}

export function finishStep(step: DraftStep, ways: Ways): CheckedStep {
  return {
    kind: 'step',
    id: step.id,
    primitive: step.primitive.name,
    family: step.family,
    arguments: step.arguments.map(({ param, value }) => ({
      param: param.name,
      type: param.type,
      value: there(value),
    })),
    rest: step.rest.map(there),
    withinMs: step.withinMs,
    tries: step.tries,
    everyMs: step.everyMs,
    ...(step.as && { as: step.as }),
    wayBack: finishWay(ways.get(step.id), ways),
    touches: step.touches.map(({ effect, kind, value }) => ({ effect, kind, value: there(value) })),
    place: step.place,
  };
}

/** A step that no flow has met (a reading, one inside `undo`) needs none. */
function finishWay(way: WayBackDraft | undefined, ways: Ways): WayBack {
  if (way === undefined) return { by: 'nothing' };
  return way.by === 'steps' ? { by: 'steps', items: finishItems(way.items, ways) } : way;
}

export function finishLet(item: DraftLet): CheckedLet {
  const { choice } = item;
  return {
    kind: 'let',
    name: item.name,
    type: there(item.type),
    value: there(item.value),
    ...(choice && {
      choice: {
        condition: there(choice.condition),
        otherwise: there<Expression>(choice.otherwise),
      },
    }),
    place: item.place,
  };
}

function there<Part>(part: Part | undefined): Part {
  return part ?? defect('a draft with a missing part has no finding');
}
