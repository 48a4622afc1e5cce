/** A simulated device's folder, as it comes from the factory: one release, its data, its init script. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { initScript } from './init-script.ts';
import { layoutOf } from './layout.ts';
import type { DeviceKind, DeviceLayout } from './layout.ts';
import { writeRelease } from './release-files.ts';

export interface Factory {
  readonly kind: DeviceKind;
  readonly version: string;
  /** The loopback port on which its service will answer. */
  readonly port: number;
}

export function installDevice(folder: string, { kind, version, port }: Factory): DeviceLayout {
  const layout = layoutOf(folder, kind);
  const folders = [layout.services, join(folder, 'run'), join(folder, 'var/lib')];
  const own = ['etc', 'data', 'log', `releases/${version}`].map((name) => join(layout.root, name));
  for (const path of [...folders, ...own]) mkdirSync(path, { recursive: true });
  writeRelease(join(layout.root, 'releases', version), { kind, version });
  symlinkSync(`releases/${version}`, join(layout.root, 'current'));
  writeConfiguration(layout, kind, version);
  writeData(layout, version);
  const script = initScript(layout, kind, port);
  writeFileSync(join(layout.services, kind), script, { mode: 0o755 });
  return layout;
}

function writeConfiguration({ root }: DeviceLayout, kind: DeviceKind, version: string): void {
  writeFileSync(join(root, 'etc/release.conf'), `version=${version}\n`);
  writeFileSync(join(root, 'etc', `${kind}.conf`), `mode=${version}\n`);
  // A name that a careless script would trip over.
  writeFileSync(join(root, 'etc/site notes.txt'), 'Rack 7, "left" side; call $DUTY first.\n');
}

function writeData({ root }: DeviceLayout, version: string): void {
  writeFileSync(join(root, 'data/schema'), `${version.split('.')[0] ?? ''}\n`);
  writeFileSync(join(root, 'data/state'), 'closed\n');
  writeFileSync(join(root, 'data/subscribers'), subscribers());
}

function subscribers(): string {
  const numbers = Array.from({ length: 200 }, (_, index) => `+49 30 555 ${String(1000 + index)}`);
  return `${numbers.join('\n')}\n`;
}
