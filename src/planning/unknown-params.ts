/**
 * Values of the inventory that no script of the plan asks for.
 *
 * Rule 1: that alone is a warning: an inventory serves many plans, and the value may be meant for another's script.
 * Rule 2: where the name is near a param that would else get its default, it is taken for a misspelt one, an error:
 *         the default might be another folder, on a live device. Whoever means it gives the param its value.
 */
import type { InventoryDevice, InventoryParam } from '../inventory/model.ts';
import { nearest, nearestHint } from '../language/nearest.ts';
import type { PlanInputs } from './inputs.ts';
import type { Assigned } from './members.ts';
import { inventoryValue } from './params.ts';
import { report } from './problems.ts';
import type { Problems } from './problems.ts';

/** A value that nobody asks for, and a device that gets it. */
interface Unasked {
  readonly param: InventoryParam;
  readonly at: Assigned;
}

/** Each name is said once. */
export function checkUnknownParams(
  inputs: PlanInputs,
  problems: Problems,
  assigned: readonly Assigned[],
): void {
  const known = new Set(
    [...inputs.scripts.values()].flatMap(({ params }) => params.map(({ name }) => name)),
  );
  const unasked = new Map<string, Unasked[]>();
  for (const at of assigned)
    for (const param of valuesOf(inputs, at.device)) {
      if (known.has(param.name)) continue;
      const places = unasked.get(param.name) ?? [];
      places.push({ param, at });
      unasked.set(param.name, places);
    }
  for (const places of unasked.values()) say(inputs, problems, places, known);
}

function valuesOf({ inventory }: PlanInputs, device: InventoryDevice): readonly InventoryParam[] {
  const ofGroups = device.groups.map((group) => inventory.groups.get(group)?.params);
  return [...ofGroups, device.params].flatMap((params) => [...(params?.values() ?? [])]);
}

/** The param of the device's script that is near, and has no value of its own. */
function meant(
  { inventory, scripts }: PlanInputs,
  { param, at: { device, member } }: Unasked,
): string | undefined {
  const open = scripts
    .get(member.script)
    ?.params.filter(
      ({ name }) =>
        inventoryValue(inventory, device, name) === undefined &&
        !member.with.some((given) => given.param === name),
    );
  return nearest(
    param.name,
    (open ?? []).map(({ name }) => name),
  );
}

function say(
  inputs: PlanInputs,
  problems: Problems,
  places: readonly Unasked[],
  known: ReadonlySet<string>,
): void {
  const misspelt = places.find((place) => meant(inputs, place) !== undefined);
  const [first] = places;
  if (misspelt !== undefined) sayMisspelt(inputs, problems, misspelt);
  else if (first !== undefined) {
    const { name, nameSpan } = first.param;
    const count = new Set(places.map(({ param }) => param)).size;
    report(problems, 'E0811', nameSpan, `no script of this plan has a param \`${name}\``, {
      source: inputs.inventory.source,
      notes: count > 1 ? [`it stands at ${String(count)} places`] : [],
      hint: nearestHint(name, known),
    });
  }
}

function sayMisspelt(inputs: PlanInputs, problems: Problems, unasked: Unasked): void {
  const { param, at } = unasked;
  const name = meant(inputs, unasked) ?? '';
  report(
    problems,
    'E0819',
    param.nameSpan,
    `no script of this plan has a param \`${param.name}\`, and \`${at.device.name}\` has no value for \`${name}\``,
    {
      source: inputs.inventory.source,
      label: `did you mean \`${name}\`?`,
      hint: `if \`${param.name}\` is for another plan’s script, give \`${name}\` its value, too`,
    },
  );
}
