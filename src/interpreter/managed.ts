/**
 * What a device must find again after a revert: the managed paths and the services that the switch
 * touches (PROTOCOL.md, *Words*), with every name filled in.
 *
 * A path that a `keep` in `switch` names is volatile: its service writes it, so only that it is there counts.
 * Where a branch can't be decided before the switch, both of its sides are managed.
 */
import type {
  CheckedFor,
  CheckedItem,
  CheckedScript,
  CheckedStep,
  Datum,
  StepTouch,
} from '../language/checked.ts';
import { evaluate, holds } from '../language/evaluate.ts';
import { letValue } from './cursor.ts';
import { namesInCondition, namesInExpression, namesNeeded } from './names.ts';
import type { DeviceScope } from './scope.ts';

export interface Managed {
  readonly kind: 'path' | 'volatile' | 'service';
  readonly value: string;
}

export function managedBy(script: CheckedScript, scope: DeviceScope): readonly Managed[] {
  const stable: string[] = [];
  const volatile: string[] = [];
  const services: string[] = [];
  visit(script.phases.backup ?? [], scope, (step) => {
    if (isKeep(step)) stable.push(...pathsOf(step, scope));
  });
  visit(script.phases.switch ?? [], scope, (step) => {
    if (isKeep(step)) volatile.push(...pathsOf(step, scope));
    else stable.push(...written(step, scope));
    services.push(...touched(step, ['stops', 'starts'], 'service', scope));
  });
  const steady = stable.filter((path) => !volatile.some((other) => isUnder(path, other)));
  return [...lines('path', steady), ...lines('volatile', volatile), ...lines('service', services)];
}

function lines(kind: Managed['kind'], values: readonly string[]): readonly Managed[] {
  return [...new Set(values)].sort().map((value) => ({ kind, value }));
}

/** A keep reads what it copies and writes nothing that is live. */
function isKeep(step: CheckedStep): boolean {
  return step.primitive === 'keep';
}

function pathsOf(step: CheckedStep, scope: DeviceScope): readonly string[] {
  return touched(step, ['reads', 'writes'], 'path', scope);
}

function written(step: CheckedStep, scope: DeviceScope): readonly string[] {
  return touched(step, ['writes', 'makes'], 'path', scope);
}

/** What a step says that it touches of a kind, with every name filled in. */
export function touched(
  step: CheckedStep,
  effects: readonly string[],
  kind: string,
  scope: DeviceScope,
): readonly string[] {
  return step.touches
    .filter((touch) => touch.kind === kind && effects.includes(touch.effect))
    .flatMap((touch) => texts(touch, scope));
}

/** Values that only the switch itself will give can't be managed beforehand; the language lists them. */
function texts(touch: StepTouch, scope: DeviceScope): readonly string[] {
  if (!namesInExpression(touch.value).every((name) => scope.has(name))) return [];
  const value: Datum = evaluate(touch.value, scope);
  return (Array.isArray(value) ? (value as readonly Datum[]) : [value]).map(String);
}

/** Each step that may run, at the moment when the scope holds its loop's value. */
function visit(
  items: readonly CheckedItem[],
  scope: DeviceScope,
  see: (step: CheckedStep) => void,
): void {
  for (const item of items) {
    if (item.kind === 'step') see(item);
    if (item.kind === 'when') for (const branch of branches(item, scope)) visit(branch, scope, see);
    if (item.kind === 'for') visitLoop(item, scope, see);
    if (item.kind === 'let' && namesNeeded(item).every((name) => scope.has(name)))
      scope.set(item.name, letValue(item, scope));
  }
}

function visitLoop(item: CheckedFor, scope: DeviceScope, see: (step: CheckedStep) => void): void {
  const list = evaluate(item.list, scope);
  for (const value of Array.isArray(list) ? (list as readonly Datum[]) : [list]) {
    scope.set(item.name, value);
    visit(item.body, scope, see);
  }
}

function branches(
  item: Extract<CheckedItem, { kind: 'when' }>,
  scope: DeviceScope,
): readonly (readonly CheckedItem[])[] {
  const known = namesInCondition(item.condition).every((name) => scope.has(name));
  if (!known) return [item.then, item.otherwise];
  return [holds(item.condition, scope) ? item.then : item.otherwise];
}

function isUnder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
