/** What joins devices: groups and links; and what tells them apart. */
import { nearestHint } from '../language/nearest.ts';
import { find } from '../document/findings.ts';
import type { Findings } from '../document/findings.ts';
import { nameIsFine } from './devices.ts';
import type { InventoryDevice, InventoryGroup, InventoryLink, InventoryParam } from './model.ts';
import { paramsIn } from './params.ts';
import { shown } from '../document/shown.ts';
import { fieldsIn, listIn, mappingIn, textsIn } from '../document/expect.ts';
import type { Yaml, YamlEntry, YamlText } from '../document/tree.ts';

type Devices = ReadonlyMap<string, InventoryDevice>;
type Groups = ReadonlyMap<string, InventoryGroup>;

export function groupsIn(findings: Findings, value: Yaml, devices: Devices): Groups {
  const groups = new Map<string, InventoryGroup>();
  for (const entry of mappingIn(findings, value, '`groups`')) {
    if (nameIsFine(findings, entry.key, 'group')) {
      groups.set(entry.key.text, groupIn(findings, entry, devices));
    }
  }
  return groups;
}

function groupIn(
  findings: Findings,
  { key: name, value }: YamlEntry,
  devices: Devices,
): InventoryGroup {
  const fields = fieldsIn(findings, value, `group ${shown(name.text)}`, ['params']);
  const params = fields.get('params');
  const members = [...devices.values()].filter((device) => device.groups.includes(name.text));
  return {
    name: name.text,
    params: params === undefined ? new Map() : paramsIn(findings, params),
    members: members.map((device) => device.name),
    span: name.span,
  };
}

export function checkGroups(findings: Findings, groups: Groups, devices: Devices): void {
  for (const group of groups.values()) {
    if (group.members.length > 0) continue;
    find(findings, 'E0715', group.span, `group ${shown(group.name)} is empty`, {
      label: 'no device lists it under `groups`',
    });
  }
  for (const device of devices.values()) {
    for (const name of device.groups) {
      if (!groups.has(name)) unknownGroup(findings, device, name, groups);
    }
    checkContradictions(findings, device, groups);
  }
}

function unknownGroup(
  findings: Findings,
  device: InventoryDevice,
  name: string,
  groups: Groups,
): void {
  find(
    findings,
    'E0714',
    device.span,
    `device ${shown(device.name)} is in an unknown group ${shown(name)}`,
    {
      hint: nearestHint(name, groups.keys()) ?? 'add it to `groups`',
    },
  );
}

function checkContradictions(findings: Findings, device: InventoryDevice, groups: Groups): void {
  const first = new Map<string, { readonly group: string; readonly param: InventoryParam }>();
  for (const name of device.groups) {
    for (const param of groups.get(name)?.params.values() ?? []) {
      const other = first.get(param.name);
      if (other === undefined) first.set(param.name, { group: name, param });
      else if (!device.params.has(param.name) && !sameValue(other.param, param)) {
        find(
          findings,
          'E0716',
          device.span,
          `device ${shown(device.name)} gets two values for \`${param.name}\``,
          {
            others: [
              { span: other.param.span, text: `from group ${shown(other.group)}` },
              { span: param.span, text: `from group ${shown(name)}` },
            ],
            hint: `give the device its own \`${param.name}\` under \`params\``,
          },
        );
      }
    }
  }
}

function sameValue(left: InventoryParam, right: InventoryParam): boolean {
  return JSON.stringify(left.value) === JSON.stringify(right.value);
}

export function linksIn(
  findings: Findings,
  value: Yaml,
  devices: Devices,
): readonly InventoryLink[] {
  return listIn(findings, value, '`links`').map((item) => linkIn(findings, item, devices));
}

function linkIn(findings: Findings, value: Yaml, devices: Devices): InventoryLink {
  const names = textsIn(findings, value, 'a link');
  const seen = new Set<string>();
  for (const name of names) {
    checkLinked(findings, name, seen, devices);
    seen.add(name.text);
  }
  if (names.length < 2 && value.kind === 'list') {
    find(findings, 'E0717', value.span, 'a link joins two devices or more');
  }
  return { devices: [...seen], span: value.span };
}

function checkLinked(
  findings: Findings,
  name: YamlText,
  seen: ReadonlySet<string>,
  devices: Devices,
): void {
  if (seen.has(name.text)) {
    find(findings, 'E0717', name.span, `${shown(name.text)} is linked with itself`);
  } else if (!devices.has(name.text)) {
    find(findings, 'E0717', name.span, `link to an unknown device ${shown(name.text)}`, {
      hint: nearestHint(name.text, devices.keys()),
    });
  }
}

/** Two entries for one machine would give it two states, two locks, two transactions at once. */
export function checkApart(findings: Findings, devices: Devices): void {
  const first = new Map<string, InventoryDevice>();
  for (const device of devices.values()) {
    const place = placeOf(device);
    const other = first.get(place);
    if (other === undefined) first.set(place, device);
    else {
      find(
        findings,
        'E0713',
        device.span,
        `${shown(device.name)} and ${shown(other.name)} are the same device`,
        {
          label: place,
          others: [{ span: other.span, text: 'first here' }],
          hint: 'devices differ in host or port, or, on one machine, in `home`',
        },
      );
    }
  }
}

function placeOf({ address, home }: InventoryDevice): string {
  return address.transport === 'local'
    ? `this machine, ${home}`
    : `${address.host.toLowerCase()} port ${String(address.port)}, ${home}`;
}
