/**
 * An inventory's text → its devices, groups, links, servers and secrets; or what is wrong with it.
 *
 * Rule 1: all that is wrong is found in one go.
 * Rule 2: nothing is read but the text: no file, no environment.
 */
import { resolve } from 'node:path';
import type { Diagnostic } from '../language/diagnostic.ts';
import type { Source } from '../language/source.ts';
import type { Fields, Surroundings } from './address.ts';
import { checkApart, checkGroups, groupsIn, linksIn } from './belonging.ts';
import { devicesIn, SHARED_KEYS } from './devices.ts';
import { find, findingsOf } from '../document/findings.ts';
import type { Findings } from '../document/findings.ts';
import type { Inventory } from './model.ts';
import { secretsIn, serversIn, trustIn } from './servers.ts';
import { shown } from '../document/shown.ts';
import { fieldsIn, missing, textField } from '../document/expect.ts';
import { readYaml } from '../document/read-yaml.ts';
import type { Yaml } from '../document/tree.ts';

const KEYS = [
  'cutover',
  'known-hosts',
  'servers',
  'trust',
  'secrets',
  'defaults',
  'groups',
  'devices',
  'links',
];

export interface ParsedInventory {
  /** Missing where something is wrong. */
  readonly inventory?: Inventory;
  readonly diagnostics: readonly Diagnostic[];
}

/** `folder` is the file's own, absolute: relative paths begin there. */
export function parseInventory(source: Source, folder: string): ParsedInventory {
  const findings = findingsOf(source);
  const root = readYaml(findings);
  if (root === undefined) return { diagnostics: findings.diagnostics };
  const inventory = inventoryIn(findings, root, folder);
  return findings.diagnostics.length > 0
    ? { diagnostics: findings.diagnostics }
    : { inventory, diagnostics: [] };
}

function inventoryIn(findings: Findings, root: Yaml, folder: string): Inventory {
  const fields = fieldsIn(findings, root, 'an inventory', KEYS);
  checkHeader(findings, root, fields);
  const part = partsOf(root, fields);
  const knownHosts = textField(findings, fields, 'known-hosts')?.text ?? 'known_hosts';
  const around: Surroundings = { folder, knownHosts: resolve(folder, knownHosts) };
  const defaults = fieldsIn(findings, part('defaults'), '`defaults`', SHARED_KEYS);
  const devices = devicesIn(findings, part('devices'), defaults, around);
  const groups = groupsIn(findings, part('groups'), devices);
  checkGroups(findings, groups, devices);
  checkApart(findings, devices);
  return {
    source: findings.source,
    servers: serversIn(findings, part('servers')),
    ...trustIn(findings, fields, folder),
    secrets: secretsIn(findings, part('secrets'), folder),
    groups,
    devices,
    links: linksIn(findings, part('links'), devices),
  };
}

/** A part that isn't there is empty. */
function partsOf(root: Yaml, fields: Fields): (key: string) => Yaml {
  const nothing: Yaml = {
    kind: 'text',
    text: '',
    span: { start: root.span.end, end: root.span.end },
  };
  return (key) => fields.get(key) ?? nothing;
}

function checkHeader(findings: Findings, root: Yaml, fields: Fields): void {
  const version = fields.get('cutover');
  if (version === undefined) {
    missing(findings, root, 'the inventory', 'cutover', 'begin with `cutover: 1`');
  } else if (version.kind !== 'text' || version.text !== '1') {
    const found = version.kind === 'text' ? shown(version.text) : `a ${version.kind}`;
    find(
      findings,
      'E0712',
      version.span,
      `this inventory is of version ${found}; this tool reads 1`,
    );
  }
  if (!fields.has('devices')) missing(findings, root, 'the inventory', 'devices');
}
