/**
 * A site that is used again and again: each test begins with devices as they came, the project's own
 * scripts, and nothing published.
 */
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import type { DeviceKind } from '../../../src/demo/device/layout.ts';
import type { DemoRelease } from '../../../src/demo/device/release-files.ts';
import { writeAcmeLibrary } from './acme.ts';
import { factoryOf } from './factory.ts';
import { judging } from './judged.ts';
import type { Judged, Ordered } from './judged.ts';
import { openSite } from './site.ts';
import type { Site, SiteOptions } from './site.ts';

export interface Bench {
  readonly site: Site;
  /** A vendor's own words. */
  readonly library: string;
  readonly reset: (keep?: 'releases') => Promise<void>;
  /** Publishes release 3.0 of `name`. Without packages: sound ones for all kinds; `change` may spoil them before. */
  readonly publish: (
    name: string,
    packages?: readonly DemoRelease[],
    change?: (folder: string) => void,
  ) => Promise<Ordered>;
  /** Publishes sound packages, and watches from now on. */
  readonly begin: (name?: string, packages?: readonly DemoRelease[]) => Promise<Judged>;
  /** In a script or plan of the site: `from` must be there. */
  readonly edit: (file: string, from: string, to: string) => void;
  /** In any file: `from` must be there. */
  readonly replaceIn: (path: string, from: string, to: string) => void;
  /** A line under a device in the inventory, before its own. */
  readonly describe: (device: string, line: string) => void;
}

const scripts = resolve(import.meta.dirname, '../../../scripts');

export async function openBench(options: SiteOptions = {}): Promise<Bench> {
  const site = await openSite(options);
  const factory = factoryOf(site);
  const library = writeAcmeLibrary(site.folder);
  const own = join(site.folder, 'scripts');
  const inventory = readFileSync(site.inventory, 'utf8');
  const publish: Bench['publish'] = async (name, packages = sound(site), change) => {
    const folder = site.release(name, '3.0', packages);
    change?.(folder);
    const published = await site.publish(folder);
    expect(published.code, published.stderr).toBe(0);
    return { folder, version: '3.0' };
  };
  return {
    site,
    library,
    reset: async (keep) => {
      await factory.reset();
      writeFileSync(site.inventory, inventory);
      if (keep === undefined) for (const { root } of site.servers) clear(root);
      for (const name of readdirSync(own)) rmSync(join(own, name));
      for (const name of readdirSync(scripts)) copyFileSync(join(scripts, name), join(own, name));
    },
    publish,
    begin: async (name = 'core', packages) => judging(site, await publish(name, packages)),
    edit: (file, from, to) => {
      edit(join(own, file), from, to);
    },
    replaceIn: edit,
    describe: (device, line) => {
      edit(site.inventory, `  ${device}:\n`, `  ${device}:\n    ${line}\n`);
    },
  };
}

function edit(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

/** A package for each kind that the site has. */
export function sound(site: Site): readonly DemoRelease[] {
  const kinds = new Set<DeviceKind>(site.devices.map(({ kind }) => kind));
  return [...kinds].map((kind) => ({ kind, version: '3.0' }));
}

function clear(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
}
