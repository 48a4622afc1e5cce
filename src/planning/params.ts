/**
 * The values of a device's params.
 *
 * Rule 1: default < inventory's groups < its device < the plan's `with`.
 * Rule 2: each is of the param's type and among its limits; of what the text itself says, the checker has made sure.
 * Rule 3: a secret is a name, and comes from the inventory only.
 */
import type { Inventory, InventoryDevice, InventoryParam } from '../inventory/model.ts';
import type {
  CheckedMember,
  CheckedParam,
  CheckedScript,
  Datum,
  Type,
} from '../language/checked.ts';
import { compareData, narrow } from '../language/evaluate.ts';
import type { Narrowed } from '../language/evaluate.ts';
import { shapeProblem } from '../language/values/shapes.ts';
import type { PlanInputs } from './inputs.ts';
import type { Assigned } from './members.ts';
import { report, wasReported } from './problems.ts';
import type { Problems } from './problems.ts';

/** Those without a value are left out, and collected in `missing`: param → devices. */
export function paramsOf(
  inputs: PlanInputs,
  problems: Problems,
  { device, member }: Assigned,
  script: CheckedScript,
  missing: Missing,
): Readonly<Record<string, Datum>> {
  const values: Record<string, Datum> = {};
  for (const param of script.params) {
    const given = member.with.find((each) => each.param === param.name);
    const value = given?.value ?? ownValue(inputs, problems, device, param);
    if (value !== undefined) values[param.name] = value;
    else if (inventoryValue(inputs.inventory, device, param.name) === undefined) {
      missing.note(member, script, param, device.name);
    }
  }
  return values;
}

/** A param without a value is said once, with all its devices. */
export interface Missing {
  note(member: CheckedMember, script: CheckedScript, param: CheckedParam, device: string): void;
}

/** The device's own, or that of one of its groups. */
export function inventoryValue(
  inventory: Inventory,
  device: InventoryDevice,
  name: string,
): InventoryParam | undefined {
  const own = device.params.get(name);
  if (own !== undefined) return own;
  const groups = device.groups.map((group) => inventory.groups.get(group)?.params.get(name));
  return groups.find((param) => param !== undefined);
}

/** As the inventory gives it, or the default; nothing where it has none, or a wrong one, and that was reported. */
export function ownValue(
  inputs: Pick<PlanInputs, 'inventory' | 'hasSecret'>,
  problems: Problems,
  device: InventoryDevice,
  param: CheckedParam,
): Datum | undefined {
  const given = inventoryValue(inputs.inventory, device, param.name);
  if (given === undefined) return param.value;
  const secret = param.type === 'secret';
  const read = secret ? secretName(inputs, given) : readAllowed(given, param);
  if (read.ok) return read.value;
  const { source } = inputs.inventory;
  const code = secret ? 'E0812' : 'E0809';
  if (!wasReported(problems, code, source, given.span)) {
    const message = `\`${param.name}\` of \`${device.name}\`: ${read.problem}`;
    report(problems, code, given.span, message, { source });
  }
  return undefined;
}

function secretName(
  { hasSecret }: Pick<PlanInputs, 'hasSecret'>,
  { value }: InventoryParam,
): Narrowed {
  if (typeof value !== 'string' || shapeProblem(value, 'name') !== undefined) {
    return { ok: false, problem: 'this is not the name of a secret' };
  }
  return hasSecret?.(value) === false
    ? { ok: false, problem: `there is no secret \`${value}\`` }
    : { ok: true, value };
}

function readAllowed({ value }: InventoryParam, param: CheckedParam): Narrowed {
  const read = readParam(value, param.type);
  return read.ok && !allowed(param, read.value) ? { ok: false, problem: notAllowed(param) } : read;
}

function readParam(value: string | readonly string[], type: Type): Narrowed {
  if (typeof type === 'object') {
    return typeof value === 'string'
      ? { ok: false, problem: 'a list is wanted' }
      : readList(value, type);
  }
  if (typeof value !== 'string') return { ok: false, problem: `a ${type} is wanted, not a list` };
  return narrow(value, type);
}

function readList(values: readonly string[], { listOf }: Exclude<Type, string>): Narrowed {
  const items: Datum[] = [];
  for (const value of values) {
    const read = narrow(value, listOf);
    if (!read.ok) return read;
    items.push(read.value);
  }
  return { ok: true, value: items };
}

function allowed({ type, limit }: CheckedParam, value: Datum): boolean {
  if (limit === undefined) return true;
  const of: Type = typeof type === 'object' ? type.listOf : type;
  const items = typeof value === 'object' ? value : [value];
  return items.every((item) => limit.some((each) => compareData(item, each, of) === 0));
}

function notAllowed({ limit }: CheckedParam): string {
  return `it must be one of ${(limit ?? []).map((each) => `\`${String(each)}\``).join(', ')}`;
}
