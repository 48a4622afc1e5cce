/**
 * A world made by hand: two devices' folders and a journal, on disc, written as the documents say and
 * by none of the product's code.
 */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WatchedDevice } from '../snapshot.ts';
import { openPlantedJournal } from './journal-file.ts';
import type { PlantedJournal } from './journal-file.ts';

export const transaction = 'tx-1';
export const names = ['msc-01', 'umg-01'] as const;
export type DeviceName = (typeof names)[number];

export interface World {
  readonly folder: string;
  readonly stateFolder: string;
  readonly journal: PlantedJournal;
  readonly devices: Readonly<Record<DeviceName, WatchedDevice>>;
}

export function makeWorld(): World {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-checker-'));
  const stateFolder = join(folder, 'state');
  mkdirSync(stateFolder);
  const devices = {
    'msc-01': makeDevice(folder, 'msc-01'),
    'umg-01': makeDevice(folder, 'umg-01'),
  };
  return { folder, stateFolder, devices, journal: openPlantedJournal(stateFolder) };
}

export function dropWorld(world: World): void {
  world.journal.close();
  rmSync(world.folder, { recursive: true });
}

function makeDevice(folder: string, name: string): WatchedDevice {
  const root = join(folder, name);
  mkdirSync(join(root, 'opt/releases/2.0'), { recursive: true });
  mkdirSync(join(root, 'opt/data'));
  writeFileSync(join(root, 'opt/releases/2.0/VERSION'), '2.0\n');
  writeFileSync(join(root, 'opt/data/rows'), 'old rows\n');
  symlinkSync('/opt/releases/2.0', join(root, 'opt/current'));
  writeFileSync(join(root, 'running'), '2.0');
  const home = join(root, 'var/lib/cutover');
  mkdirSync(join(home, 'cache'), { recursive: true });
  mkdirSync(join(home, 'tx'));
  return {
    name,
    home,
    root,
    paths: ['/opt/current', '/opt/data'],
    lenience: { volatile: ['/opt/data'], made: ['/opt/releases'] },
    services: { daemon: () => Promise.resolve(serviceOf(root)) },
  };
}

function serviceOf(root: string): string {
  const path = join(root, 'running');
  return existsSync(path) ? readFileSync(path, 'utf8') : 'down';
}

/** The transaction's folder on a device, made if need be. */
export function txOf(world: World, name: DeviceName, id: string = transaction): string {
  const folder = join(world.devices[name].home, 'tx', id);
  mkdirSync(join(folder, 'undo'), { recursive: true });
  mkdirSync(join(folder, 'kept'), { recursive: true });
  return folder;
}

export interface StateOptions {
  readonly epoch?: number;
  readonly controller?: string;
  readonly uptime?: number;
  readonly id?: string;
}

let clock = 1000;

export function setState(
  world: World,
  name: DeviceName,
  state: string,
  { epoch = 1, controller = 'c1', uptime, id = transaction }: StateOptions = {},
): void {
  clock += 10;
  const line = `${state} ${epoch} ${controller} ${uptime ?? clock} boot-1 op@host 2026-01-01T00:00:00Z .\n`;
  appendFileSync(join(txOf(world, name, id), 'state'), line);
}

export function writeUndo(world: World, name: DeviceName, no: number, text: string): void {
  writeFileSync(join(txOf(world, name), 'undo', String(no)), `${text}\n# end\n`);
}

export function writeIn(world: World, name: DeviceName, path: string, text: string): void {
  writeFileSync(join(world.devices[name].root, path), text);
}

/** What stage makes. */
export function stage(world: World, name: DeviceName): void {
  mkdirSync(join(world.devices[name].root, 'opt/releases/3.0'), { recursive: true });
  writeIn(world, name, 'opt/releases/3.0/VERSION', '3.0\n');
}

/** What the device says it staged. */
export function writeMade(world: World, name: DeviceName): void {
  const path = '/opt/releases/3.0/VERSION';
  const sha256 = createHash('sha256').update('3.0\n').digest('hex');
  const lines = ['absent /opt/releases/none', `81a4 0 0 0:0 ${path}`, `${sha256}  ${path}`, ''];
  writeFileSync(join(txOf(world, name), 'made.listing'), lines.join('\n'));
  writeFileSync(join(txOf(world, name), 'made'), `made ${name}\n`);
}

/** What switch changes: the link, the data, the running service. */
export function goTo(world: World, name: DeviceName, version: string): void {
  const { root } = world.devices[name];
  rmSync(join(root, 'opt/current'));
  symlinkSync(`/opt/releases/${version}`, join(root, 'opt/current'));
  writeIn(world, name, 'running', version);
  appendFileSync(join(root, 'opt/data/rows'), `rows of ${version}\n`);
}

export function unstage(world: World, name: DeviceName): void {
  rmSync(join(world.devices[name].root, 'opt/releases/3.0'), { recursive: true });
}

/** An ended transaction keeps its state, its fingerprints and its services' lines. */
export function sweep(world: World, name: DeviceName): void {
  const folder = txOf(world, name);
  for (const part of ['undo', 'kept', 'managed', 'servers', 'work'])
    rmSync(join(folder, part), { recursive: true, force: true });
}
