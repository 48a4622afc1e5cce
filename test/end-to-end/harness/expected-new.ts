/**
 * What a device must look like on the new version: its own folder copied, and the new release put in by
 * hand, with nothing of the product.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Snapshot } from '../../checker/evidence.ts';
import { takeSnapshot } from '../../checker/snapshot.ts';
import type { WatchedDevice } from '../../checker/snapshot.ts';
import type { RealDevice } from './real-device.ts';

export interface NewVersion {
  readonly version: string;
  /** The package's file. */
  readonly file: string;
}

/** `folder` is a place for the copy. */
export async function expectedNewOf(
  folder: string,
  device: RealDevice,
  watched: WatchedDevice,
  { version, file }: NewVersion,
): Promise<Snapshot> {
  const copy = mkdtempSync(join(folder, 'expected-'));
  try {
    const root = join(copy, device.layout.root);
    mkdirSync(root, { recursive: true });
    mkdirSync(join(copy, device.layout.services), { recursive: true });
    execFileSync('cp', ['-a', `${device.layout.root}/.`, root]);
    execFileSync('cp', ['-a', `${device.layout.services}/.`, join(copy, device.layout.services)]);
    install(root, device, { version, file });
    const services = { [device.kind]: () => Promise.resolve(`200 ok ${version}`) };
    return await takeSnapshot({ ...watched, root: copy, services });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The steps of the shipped scripts, as a person would do them. */
function install(root: string, { layout, kind }: RealDevice, { version, file }: NewVersion): void {
  const next = join(root, 'releases', version);
  // There already: nothing of it may change.
  if (readlinkSync(join(root, 'current')) === join(layout.root, 'releases', version)) return;
  rmSync(next, { recursive: true, force: true });
  mkdirSync(next);
  execFileSync('tar', ['-xzf', file, '-C', next, '--no-same-owner']);
  rmSync(join(root, 'current'), { force: true });
  symlinkSync(join(layout.root, 'releases', version), join(root, 'current'));
  if (kind === 'sgw') execFileSync('cp', [join(next, 'etc/sgw.conf'), join(root, 'etc/sgw.conf')]);
  else writeFileSync(join(root, 'etc/release.conf'), `version=${version}\n`);
  if (kind === 'umg') execFileSync(join(next, 'bin/migrate'), [join(root, 'data')]);
}
