/** `devices:`, each with what `defaults:` says where it says nothing itself. */
import { shapeProblem } from '../language/values/shapes.ts';
import { addressIn } from './address.ts';
import { agentIn } from './agent.ts';
import type { Fields, Surroundings } from './address.ts';
import { find } from '../document/findings.ts';
import type { Findings } from '../document/findings.ts';
import type { InventoryDevice } from './model.ts';
import { DEVICE_RULE, isDeviceName, isWord } from './names.ts';
import { labelsIn, paramsIn } from './params.ts';
import { shown } from '../document/shown.ts';
import { fieldsIn, mappingIn, textField, textsIn } from '../document/expect.ts';
import type { Yaml, YamlEntry, YamlText } from '../document/tree.ts';

/** What many devices have in common. */
export const SHARED_KEYS = [
  'user',
  'key',
  'transport',
  'shell',
  'platform',
  'home',
  'services',
  'agent',
];
const DEVICE_KEYS = ['address', ...SHARED_KEYS, 'groups', 'labels', 'params'];
const HOME = '/var/lib/cutover';

export function devicesIn(
  findings: Findings,
  value: Yaml,
  defaults: Fields,
  around: Surroundings,
): ReadonlyMap<string, InventoryDevice> {
  const devices = new Map<string, InventoryDevice>();
  for (const entry of mappingIn(findings, value, '`devices`')) {
    if (!nameIsFine(findings, entry.key, 'device')) continue;
    const device = deviceIn(findings, entry, defaults, around);
    if (device !== undefined) devices.set(device.name, device);
  }
  return devices;
}

export function nameIsFine(findings: Findings, name: YamlText, what: string): boolean {
  if (isDeviceName(name.text)) return true;
  find(findings, 'E0709', name.span, `invalid ${what} name ${shown(name.text)}`, {
    notes: [`a ${what}’s name is ${DEVICE_RULE}`],
  });
  return false;
}

function deviceIn(
  findings: Findings,
  { key: name, value }: YamlEntry,
  defaults: Fields,
  around: Surroundings,
): InventoryDevice | undefined {
  const own = fieldsIn(findings, value, `device ${shown(name.text)}`, DEVICE_KEYS);
  const address = addressIn(findings, name, withDefaults(own, defaults), around);
  const fields: Fields = new Map([...defaults, ...own]);
  const services = folderIn(findings, fields, 'services');
  if (address === undefined) return undefined;
  return {
    name: name.text,
    platform: platformIn(findings, fields),
    address,
    home: folderIn(findings, fields, 'home') ?? HOME,
    ...(services === undefined ? {} : { services }),
    ...belongings(findings, own),
    ...agentIn(findings, own.get('agent'), defaults.get('agent')),
    span: name.span,
  };
}

/** A default `shell` is for local devices, a default user and key for the others. */
function withDefaults(own: Fields, defaults: Fields): Fields {
  const transport = own.get('transport') ?? defaults.get('transport');
  const local = transport?.kind === 'text' && transport.text === 'local';
  const fields = new Map([...defaults, ...own]);
  if (!local && !own.has('shell')) fields.delete('shell');
  return fields;
}

function belongings(
  findings: Findings,
  own: Fields,
): Pick<InventoryDevice, 'groups' | 'labels' | 'params'> {
  const groups = own.get('groups');
  const labels = own.get('labels');
  const params = own.get('params');
  return {
    groups: groups === undefined ? [] : unique(findings, textsIn(findings, groups, '`groups`')),
    labels: labels === undefined ? new Map() : labelsIn(findings, labels),
    params: params === undefined ? new Map() : paramsIn(findings, params),
  };
}

function unique(findings: Findings, texts: readonly YamlText[]): readonly string[] {
  const seen = new Set<string>();
  for (const { text, span } of texts) {
    if (seen.has(text)) find(findings, 'E0712', span, `group ${shown(text)} is listed twice`);
    seen.add(text);
  }
  return [...seen];
}

function platformIn(findings: Findings, fields: Fields): string {
  const platform = textField(findings, fields, 'platform');
  if (platform === undefined) return 'posix';
  if (!isWord(platform.text)) {
    find(findings, 'E0709', platform.span, `invalid platform name ${shown(platform.text)}`);
  }
  return platform.text;
}

/** A folder on the device. */
function folderIn(findings: Findings, fields: Fields, key: string): string | undefined {
  const folder = textField(findings, fields, key);
  if (folder === undefined) return undefined;
  const problem = shapeProblem(folder.text, 'path');
  if (problem === undefined) return folder.text;
  find(findings, 'E0712', folder.span, `unusable \`${key}\` ${shown(folder.text)}`, {
    label: problem,
  });
  return undefined;
}
