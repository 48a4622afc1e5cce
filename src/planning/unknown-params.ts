/** Values of the inventory that no script of the plan asks for: a warning, for it may be a misspelt name. */
import type { InventoryParam } from '../inventory/model.ts';
import { nearestHint } from '../language/nearest.ts';
import type { PlanInputs } from './inputs.ts';
import type { Assigned } from './members.ts';
import { report } from './problems.ts';
import type { Problems } from './problems.ts';

export function warnUnknownParams(
  { inventory, scripts }: PlanInputs,
  problems: Problems,
  assigned: readonly Assigned[],
): void {
  const known = new Set(
    [...scripts.values()].flatMap(({ params }) => params.map(({ name }) => name)),
  );
  const groups = new Set(assigned.flatMap(({ device }) => device.groups));
  const given: InventoryParam[] = [
    ...[...groups].flatMap((name) => [...(inventory.groups.get(name)?.params.values() ?? [])]),
    ...assigned.flatMap(({ device }) => [...device.params.values()]),
  ];
  // Said once for each name, at the first place.
  const unknown = given.filter(({ name }) => !known.has(name));
  for (const name of new Set(unknown.map((param) => param.name))) {
    const places = unknown.filter((param) => param.name === name);
    const [first] = places;
    if (first === undefined) continue;
    const more = places.length > 1 ? [`it stands at ${String(places.length)} places`] : [];
    report(problems, 'E0811', first.nameSpan, `no script of this plan has a param \`${name}\``, {
      source: inventory.source,
      notes: more,
      hint: nearestHint(name, known),
    });
  }
}
