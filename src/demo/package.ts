/** A release's package: its files, packed by the system's own `tar`. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRelease } from './device/release-files.ts';
import type { DemoRelease } from './device/release-files.ts';

/** Writes `KIND-VERSION.tar.gz` into the folder, and says its name. */
export function packRelease(folder: string, release: DemoRelease): string {
  const files = mkdtempSync(join(tmpdir(), 'cutover-package-'));
  try {
    writeRelease(files, release);
    mkdirSync(folder, { recursive: true });
    const name = `${release.kind}-${release.version}.tar.gz`;
    execFileSync('tar', ['-czf', join(folder, name), '-C', files, ...readdirSync(files).sort()]);
    return name;
  } finally {
    rmSync(files, { recursive: true, force: true });
  }
}
