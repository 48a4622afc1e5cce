/**
 * Devices as they came from the factory, again and again: so that a test needs no site of its own.
 *
 * Rule 1: after `reset` nothing of an earlier test runs, and nothing of it is on a device's disc or in the state folder.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endProcessesOf } from '../../../src/demo/device/processes.ts';
import type { RealDevice } from './real-device.ts';
import type { Site } from './site.ts';

export interface Factory {
  readonly reset: () => Promise<void>;
}

/** Takes the copies; the devices must be as they came. */
export function factoryOf(site: Site): Factory {
  const store = join(site.folder, 'factory');
  for (const device of site.devices) {
    mkdirSync(join(store, device.name), { recursive: true });
    execFileSync('cp', ['-a', join(device.layout.folder, 'opt'), join(store, device.name)]);
  }
  return {
    reset: async () => {
      await endProcessesOf(site.folder);
      rmSync(site.state, { recursive: true, force: true });
      await Promise.all(site.devices.map((device) => renew(store, device)));
    },
  };
}

async function renew(store: string, { name, layout, cut, boot }: RealDevice): Promise<void> {
  await cut();
  for (const path of ['opt', 'run', 'var/lib/cutover'])
    rmSync(join(layout.folder, path), { recursive: true, force: true });
  mkdirSync(join(layout.folder, 'run'));
  execFileSync('cp', ['-a', join(store, name, 'opt'), layout.folder]);
  await boot();
}
