/**
 * What an act plays with: a fresh pair of devices on 2.0, a folder with an inventory, keys, scripts and a
 * release to publish, as a user would have them.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDevice } from '../device.ts';
import type { DemoDevice } from '../device.ts';
import type { Flaw } from '../device/release-files.ts';
import { inventoryText } from '../inventory-text.ts';
import { writeReleaseFolder } from '../release-folder.ts';
import { newReleaseKey } from '../release-key.ts';
import type { KeyPair } from '../ssh-server.ts';

/** What all acts have in common. */
export interface Stage {
  /** Everything lies below it; it also marks the processes. */
  readonly folder: string;
  readonly keys: KeyPair;
  readonly ftpPort: number;
  /** The scripts that are shipped. */
  readonly scripts: string;
  /** Takes what has to be ended at the end, however that comes. */
  readonly owns: (end: () => Promise<void>) => void;
  /** Throws once the end has begun: from then on nothing is started and nothing is written. */
  readonly goOn: () => void;
}

export interface Surroundings {
  /** The act's own folder: where its commands are called. */
  readonly folder: string;
  readonly devices: readonly DemoDevice[];
  /** Where the release is published. */
  readonly server: string;
}

export const accounts = {
  publisher: { password: 'publish-3.0', writes: true },
  device: { password: 'fetch-3.0', writes: false },
} as const;

export async function setUp(stage: Stage, name: string, flaw?: Flaw): Promise<Surroundings> {
  const folder = join(stage.folder, name);
  const devices = await startPair(stage, folder);
  stage.goOn();
  const server = `ftp://127.0.0.1:${String(stage.ftpPort)}/${name}`;
  writeFiles(stage, folder);
  const inventory = inventoryText(devices, [{ url: server, user: 'device' }]);
  writeFileSync(join(folder, 'inventory.yaml'), inventory);
  writeReleaseFolder(join(folder, 'release-3.0'), 'core', '3.0', [
    { kind: 'msc-server', version: '3.0' },
    { kind: 'umg', version: '3.0', ...(flaw === undefined ? {} : { flaw }) },
  ]);
  return { folder, devices, server };
}

async function startPair(stage: Stage, folder: string): Promise<readonly DemoDevice[]> {
  const common = {
    parent: join(folder, 'devices'),
    version: '2.0',
    authorizedKey: stage.keys.public,
    mayStart: stage.goOn,
    owns: stage.owns,
  };
  return Promise.all([
    startDevice({ ...common, name: 'msc-01', kind: 'msc-server' }),
    startDevice({ ...common, name: 'umg-01', kind: 'umg' }),
  ]);
}

function writeFiles(stage: Stage, folder: string): void {
  mkdirSync(folder, { recursive: true });
  cpSync(stage.scripts, join(folder, 'scripts'), { recursive: true });
  const secret = { mode: 0o600 };
  writeFileSync(join(folder, 'key'), stage.keys.private, secret);
  writeFileSync(join(folder, 'secrets.yaml'), `ftp: "${accounts.device.password}"\n`, secret);
  writeFileSync(join(folder, 'release-key'), newReleaseKey(), secret);
  writeFileSync(join(folder, 'password'), `${accounts.publisher.password}\n`, secret);
}
