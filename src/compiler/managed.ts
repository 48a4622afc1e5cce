/**
 * What the device must find again after a revert, as the interpreter's `managed.ts` finds it, but asked on the device.
 *
 * Rule 1: a name that only the switch itself will give has no value when this is asked: what hangs on it is left out,
 *         and of a branch that hangs on it both sides count.
 */
import type { CheckedItem, CheckedScript, CheckedStep, StepTouch } from '../language/checked.ts';
import { conditionText } from './conditions.ts';
import { dataWord, itemWords } from './expressions.ts';
import { indented, letLines, loopLines } from './items.ts';
import { namesIn, namesInCondition, namesInLet } from './names.ts';
import { variableOf } from './shell-text.ts';

type Looking = (step: CheckedStep, known: ReadonlySet<string>) => readonly string[];

export function managedLines(script: CheckedScript): readonly string[] {
  const given = namesGiven(script);
  return [
    ...lookAt(script.phases.backup ?? [], given, 1, (step, unsure) =>
      isKeep(step) ? touchLines(step, ['reads', 'writes'], 'path', 'path', unsure) : [],
    ),
    ...lookAt(script.phases.switch ?? [], given, 1, (step, unsure) => [
      ...(isKeep(step)
        ? touchLines(step, ['reads', 'writes'], 'path', 'volatile', unsure)
        : touchLines(step, ['writes', 'makes'], 'path', 'path', unsure)),
      ...touchLines(step, ['stops', 'starts'], 'service', 'service', unsure),
    ]),
  ];
}

/** Names that may have no value yet: what steps give, but for those that `check` surely has given. */
function namesGiven(script: CheckedScript): ReadonlySet<string> {
  const sure = (script.phases.check ?? []).flatMap((item) =>
    item.kind === 'step' && item.as !== undefined ? [item.as.name] : [],
  );
  const all = Object.values(script.phases).flatMap(givenIn);
  return new Set(all.filter((name) => !sure.includes(name)));
}

function givenIn(items: readonly CheckedItem[]): readonly string[] {
  return items.flatMap((item) => {
    if (item.kind === 'step') return item.as === undefined ? [] : [item.as.name];
    if (item.kind === 'when') return [...givenIn(item.then), ...givenIn(item.otherwise)];
    return item.kind === 'for' ? givenIn(item.body) : [];
  });
}

function isKeep(step: CheckedStep): boolean {
  return step.primitive === 'keep';
}

function lookAt(
  items: readonly CheckedItem[],
  unsure: ReadonlySet<string>,
  depth: number,
  look: Looking,
): readonly string[] {
  const open = new Set(unsure);
  return items.flatMap((item) => {
    switch (item.kind) {
      case 'step':
        return look(item, open);
      case 'when':
        return branchLines(item, open, (inner) => lookAt(inner, open, depth, look));
      case 'for': {
        const body = lookAt(item.body, open, depth + 1, look);
        return body.length === 0
          ? []
          : ifKnown(namesIn(item.list), open, loopLines(item, depth, body));
      }
      case 'let':
        if (namesInLet(item).some((name) => open.has(name))) open.add(item.name);
        return ifKnown(namesInLet(item), open, letLines(item));
      case 'require':
        return [];
    }
  });
}

function branchLines(
  { condition, then, otherwise }: Extract<CheckedItem, { kind: 'when' }>,
  unsure: ReadonlySet<string>,
  inside: (items: readonly CheckedItem[]) => readonly string[],
): readonly string[] {
  const yes = inside(then);
  const no = inside(otherwise);
  const test = conditionText(condition);
  const unknown = asked(namesInCondition(condition), unsure);
  if (unknown.length === 0 && yes.length > 0)
    return [
      `if ${test}; then`,
      ...indented(yes),
      ...(no.length > 0 ? ['else', ...indented(no)] : []),
      'fi',
    ];
  const free = unknown.length === 0 ? '' : `! run_known ${unknown.join(' ')} || `;
  return [
    ...(yes.length === 0 ? [] : [`if ${free}{ ${test}; }; then`, ...indented(yes), 'fi']),
    ...(no.length === 0 ? [] : [`if ${free}! { ${test}; }; then`, ...indented(no), 'fi']),
  ];
}

function touchLines(
  step: CheckedStep,
  effects: readonly string[],
  kind: string,
  as: string,
  unsure: ReadonlySet<string>,
): readonly string[] {
  return step.touches
    .filter((touch) => touch.kind === kind && effects.includes(touch.effect))
    .flatMap((touch) => ifKnown(namesIn(touch.value), unsure, oneTouch(touch, as)));
}

function oneTouch({ value }: StepTouch, as: string): readonly string[] {
  if (typeof value.type !== 'object') return [`run_managed_${as} ${dataWord(value)}`];
  const items = itemWords(value);
  if (items === undefined) return [`run_each_managed ${as} ${dataWord(value)}`];
  return items.map((item) => `run_managed_${as} ${item}`);
}

function ifKnown(
  names: readonly string[],
  unsure: ReadonlySet<string>,
  lines: readonly string[],
): readonly string[] {
  const unknown = asked(names, unsure);
  if (unknown.length === 0 || lines.length === 0) return lines;
  return [`if run_known ${unknown.join(' ')}; then`, ...indented(lines), 'fi'];
}

function asked(names: readonly string[], unsure: ReadonlySet<string>): readonly string[] {
  return [...new Set(names.filter((name) => unsure.has(name)).map(variableOf))];
}
