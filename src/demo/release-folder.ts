/** A folder as `cutover release publish` takes it: `release.yaml` and a package for each kind of device. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceKind } from './device/layout.ts';
import type { DemoRelease } from './device/release-files.ts';
import { packRelease } from './package.ts';

/** What the shipped scripts call their packages. */
const artifacts: Readonly<Record<DeviceKind, string>> = {
  'msc-server': 'msc-package',
  umg: 'umg-package',
  sgw: 'sgw-package',
};

export function writeReleaseFolder(
  folder: string,
  name: string,
  version: string,
  packages: readonly DemoRelease[],
): void {
  mkdirSync(folder, { recursive: true });
  const lines = packages.map((release) => {
    const file = packRelease(folder, release);
    return `  - { script: ${release.kind}, artifact: ${artifacts[release.kind]}, file: ${file} }\n`;
  });
  const head = `cutover: 1\nrelease: ${name}\nversion: "${version}"\npackages:\n`;
  writeFileSync(join(folder, 'release.yaml'), head + lines.join(''));
}
