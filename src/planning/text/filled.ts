/**
 * A script as it will run on one device: every value that is known before the run in the place of its name.
 *
 * Rule 1: a secret keeps its param's name; a value that only the run knows keeps its own.
 */
import type {
  CheckedCondition,
  CheckedItem,
  CheckedScript,
  CheckedStep,
  Datum,
  Expression,
  Type,
} from '../../language/checked.ts';
import { expand, knownIn } from '../../language/explain/known.ts';
import type { Known } from '../../language/explain/known.ts';
import type { ResolvedDevice, ResolvedPlan } from '../resolved.ts';

export function knownOn(plan: ResolvedPlan, device: ResolvedDevice, script: CheckedScript): Known {
  const { address } = device;
  const params = script.params.flatMap(({ name, type }) => {
    const value = device.params[name];
    return value === undefined || type === 'secret' ? [] : [[name, constant(type, value)] as const];
  });
  return new Map<string, Expression>([
    ...knownIn(script),
    ...params,
    ['device.name', constant('name', device.name)],
    ['device.platform', constant('name', device.platform)],
    ['device.address', constant('host', address.transport === 'ssh' ? address.host : 'localhost')],
    ['release.name', constant('name', plan.release.name)],
    ['release.version', constant('version', plan.release.version)],
  ]);
}

function constant(type: Type, value: Datum): Expression {
  return { kind: 'constant', type, value };
}

export function filledItems(items: readonly CheckedItem[], known: Known): readonly CheckedItem[] {
  return items.map((item) => filledItem(item, known));
}

function filledItem(item: CheckedItem, known: Known): CheckedItem {
  switch (item.kind) {
    case 'step':
      return filledStep(item, known);
    case 'when':
      return {
        ...item,
        condition: filledCondition(item.condition, known),
        then: filledItems(item.then, known),
        otherwise: filledItems(item.otherwise, known),
      };
    case 'for':
      return { ...item, list: expand(item.list, known), body: filledItems(item.body, known) };
    case 'require':
      return { ...item, condition: filledCondition(item.condition, known) };
    case 'let':
      return item;
  }
}

export function filledStep(step: CheckedStep, known: Known): CheckedStep {
  return {
    ...step,
    arguments: step.arguments.map((each) => ({ ...each, value: expand(each.value, known) })),
    rest: step.rest.map((each) => expand(each, known)),
    touches: step.touches.map((each) => ({ ...each, value: expand(each.value, known) })),
  };
}

function filledCondition(condition: CheckedCondition, known: Known): CheckedCondition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { ...condition, tests: condition.tests.map((test) => filledCondition(test, known)) };
    case 'not':
      return { ...condition, test: filledCondition(condition.test, known) };
    case 'holds':
      return { ...condition, value: expand(condition.value, known) };
    case 'compare':
      return {
        ...condition,
        left: expand(condition.left, known),
        right: expand(condition.right, known),
      };
  }
}
