/**
 * Which devices a plan's units mean, and with which script each.
 *
 * Rule 1: a pattern that finds nobody, and a device that is found twice, are refused.
 */
import type { InventoryDevice } from '../inventory/model.ts';
import type { CheckedMember, CheckedUnit } from '../language/checked.ts';
import { nearestHint } from '../language/nearest.ts';
import { matcherOf } from './glob.ts';
import type { PlanInputs } from './inputs.ts';
import { report, several } from './problems.ts';
import type { Problems } from './problems.ts';

export interface Assigned {
  readonly device: InventoryDevice;
  readonly member: CheckedMember;
  readonly unit: CheckedUnit;
}

/** For each of the plan's units, its devices in the order of its members. */
export function assign(
  inputs: PlanInputs,
  problems: Problems,
): ReadonlyMap<CheckedUnit, readonly Assigned[]> {
  const taken = new Map<string, CheckedMember>();
  const units = new Map<CheckedUnit, readonly Assigned[]>();
  for (const unit of inputs.plan.units) {
    const found = unit.members.flatMap((member) =>
      devicesOf(inputs, problems, member).map((device) => ({ device, member, unit })),
    );
    units.set(
      unit,
      found.filter((each) => takeOnce(problems, taken, each)),
    );
  }
  return units;
}

function devicesOf(
  { inventory }: PlanInputs,
  problems: Problems,
  member: CheckedMember,
): readonly InventoryDevice[] {
  const { pattern, place } = member;
  const all = [...inventory.devices.values()];
  if (member.group) {
    if (!inventory.groups.has(pattern)) {
      report(problems, 'E0802', place.span, `the inventory has no group \`${pattern}\``, {
        hint: nearestHint(pattern, inventory.groups.keys()),
      });
    }
    return all.filter(({ groups }) => groups.includes(pattern));
  }
  const matches = matcherOf(pattern);
  const found = all.filter(({ name }) => matches(name));
  if (found.length === 0) {
    report(problems, 'E0802', place.span, `no device is called \`${pattern}\``, {
      notes: [`the inventory has ${several([...inventory.devices.keys()])}`],
      hint: nearestHint(pattern, inventory.devices.keys()),
    });
  }
  return found;
}

function takeOnce(
  problems: Problems,
  taken: Map<string, CheckedMember>,
  { device, member }: Assigned,
): boolean {
  const first = taken.get(device.name);
  if (first === undefined) taken.set(device.name, member);
  else {
    report(problems, 'E0803', member.place.span, `\`${device.name}\` is matched twice`, {
      label: 'here again',
      others: [{ span: first.place.span, text: 'first here' }],
    });
  }
  return first === undefined;
}
