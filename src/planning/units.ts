/**
 * From what the plan says to units: one for each site, one for each separate device; and what the
 * inventory links stays together.
 *
 * Rule 1: a linked set is in one unit, whole, or not in the plan at all. What a `separate` block holds of
 *         linked devices becomes linked units: the inventory says so once for all plans.
 */
import type { Inventory } from '../inventory/model.ts';
import type { CheckedUnit } from '../language/checked.ts';
import type { PlanInputs } from './inputs.ts';
import { linkedSets } from './links.ts';
import type { Assigned } from './members.ts';
import { report, several } from './problems.ts';
import type { Problems } from './problems.ts';

export interface DraftUnit {
  readonly title: string;
  readonly mode: 'linked' | 'separate';
  readonly unit: CheckedUnit;
  readonly members: readonly Assigned[];
  /** Joined by the inventory, not by the plan. */
  readonly byInventory: boolean;
}

export function draftUnits(
  { inventory }: PlanInputs,
  problems: Problems,
  assigned: ReadonlyMap<CheckedUnit, readonly Assigned[]>,
): readonly DraftUnit[] {
  const sets = linkedSets(inventory.links.map(({ devices }) => devices));
  // A linked set is known by its first device.
  const firstOf = new Map(
    sets.flatMap((set) => set.map((name) => [name, set[0] ?? name] as const)),
  );
  const units = [...assigned].flatMap(([unit, members]) =>
    sitesOf(problems, unit, members).flatMap((site) =>
      unit.mode === 'linked' ? [linkedUnit(unit, site)] : separateUnits(unit, site, firstOf),
    ),
  );
  const unitOf = new Map(
    units.flatMap((each) => each.members.map(({ device }) => [device.name, each] as const)),
  );
  for (const set of sets) checkWhole(inventory, problems, set, unitOf);
  return units;
}

interface Site {
  readonly name: string;
  readonly members: readonly Assigned[];
}

function sitesOf(
  problems: Problems,
  unit: CheckedUnit,
  members: readonly Assigned[],
): readonly Site[] {
  const { by } = unit;
  if (by === undefined) return members.length === 0 ? [] : [{ name: '', members }];
  const without = members.filter(({ device }) => !device.labels.has(by));
  if (without.length > 0) {
    const names = several(without.map(({ device }) => device.name));
    report(problems, 'E0804', unit.place.span, `${names} without the label \`${by}\``, {
      hint: `add \`${by}\` to \`labels\` in the inventory`,
    });
  }
  const parts = new Map<string, Assigned[]>();
  for (const each of members) {
    const name = each.device.labels.get(by);
    if (name !== undefined) add(parts, name, each);
  }
  const sites = [...parts]
    .sort(([a], [b]) => Number(a > b) - Number(a < b))
    .map(([name, own]) => ({ name, members: own }));
  for (const site of sites) checkSite(problems, unit, site);
  return sites;
}

function add<T>(parts: Map<string, T[]>, key: string, item: T): void {
  const part = parts.get(key);
  if (part === undefined) parts.set(key, [item]);
  else part.push(item);
}

/** With `by`, each member has somebody at each site. */
function checkSite(problems: Problems, unit: CheckedUnit, site: Site): void {
  for (const member of unit.members) {
    if (site.members.some((each) => each.member === member)) continue;
    report(
      problems,
      'E0802',
      member.place.span,
      `\`${member.pattern}\` finds nobody where \`${unit.by ?? ''}\` is \`${site.name}\``,
      { notes: [`there are ${several(site.members.map(({ device }) => device.name))}`] },
    );
  }
}

function linkedUnit(unit: CheckedUnit, { name, members }: Site): DraftUnit {
  return { title: titleOf(unit, name), mode: 'linked', unit, members, byInventory: false };
}

function titleOf(unit: CheckedUnit, ...more: readonly string[]): string {
  return [unit.title, ...more.filter((part) => part !== '')].join(' ');
}

function separateUnits(
  unit: CheckedUnit,
  { name, members }: Site,
  firstOf: ReadonlyMap<string, string>,
): readonly DraftUnit[] {
  const parts = new Map<string, Assigned[]>();
  for (const each of members) {
    const { name: device } = each.device;
    add(parts, firstOf.get(device) ?? device, each);
  }
  return [...parts.values()].map((part) => {
    const names = part.map(({ device }) => device.name);
    const linked = part.length > 1;
    const title = titleOf(unit, name, together(names));
    return {
      title,
      mode: linked ? 'linked' : 'separate',
      unit,
      members: part,
      byInventory: linked,
    };
  });
}

/** A title is a name for people: `a+b`, and for many `a and 9 linked`. */
function together(names: readonly string[]): string {
  return names.length <= 4
    ? names.join('+')
    : `${names[0] ?? ''} and ${String(names.length - 1)} linked`;
}

function checkWhole(
  inventory: Inventory,
  problems: Problems,
  set: readonly string[],
  unitOf: ReadonlyMap<string, DraftUnit>,
): void {
  const touched = new Set(set.flatMap((name) => unitOf.get(name) ?? []));
  const [first] = touched;
  const one = first?.members.find(({ device }) => set.includes(device.name));
  if (first === undefined || one === undefined) return;
  const inUnit = new Set(first.members.map(({ device }) => device.name));
  const others = set.filter((name) => !inUnit.has(name));
  if (others.length === 0) return;
  const elsewhere = touched.size > 1;
  report(
    problems,
    'E0805',
    one.member.place.span,
    `the inventory links \`${one.device.name}\` with ${several(others)}, which ${elsewhere ? 'this plan has elsewhere' : 'this plan leaves out'}`,
    {
      others: linkLabels(inventory, set),
      hint: elsewhere
        ? 'put them into one `linked` unit'
        : `add ${several(others)} to the same unit`,
    },
  );
}

function linkLabels(inventory: Inventory, set: readonly string[]) {
  return inventory.links
    .filter(({ devices }) => devices.some((name) => set.includes(name)))
    .slice(0, 1)
    .map(({ span }) => ({ span, text: 'linked here', source: inventory.source }));
}
