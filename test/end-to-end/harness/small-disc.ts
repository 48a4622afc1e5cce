/**
 * A disc of a given size in the place of a folder: a tmpfs with the same content.
 *
 * Rule 1: `mount` gives what takes it away again, with all that is on it; the folder is then as it was before.
 * Rule 2: a machine that is to see it must be started afterwards, and cut before it is taken away.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, rmdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipFor } from '../../needs.ts';

/** Why discs can't be had here; nothing where they can. */
export function whyNoDiscs(): string | undefined {
  const at = mkdtempSync(join(tmpdir(), 'cutover-disc-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', at]);
  if (mounted.status === 0) execFileSync('umount', [at]);
  rmdirSync(at);
  return skipFor(mounted.status === 0 ? undefined : 'tmpfs can’t be mounted here');
}

export function mountDisc(folder: string, bytes: number): () => void {
  const aside = `${folder}.aside`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  execFileSync('cp', ['-a', folder, aside]);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(bytes)},mode=700`, 'tmpfs', folder]);
  execFileSync('cp', ['-a', `${aside}/.`, folder]);
  rmSync(aside, { recursive: true });
  return () => {
    // Lazily: whoever still looks at it is about to end.
    execFileSync('umount', ['-l', folder]);
  };
}

/** In bytes, as `df` counts them. */
export function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Until nothing more goes in; 64 MiB at the most, should it not be that disc. */
export function fillDisc(folder: string): void {
  spawnSync('sh', ['-c', fillCommand(folder)]);
}

export function fillCommand(folder: string): string {
  return `head -c 67108864 /dev/zero >'${folder}/ballast' 2>/dev/null; true`;
}

export function emptyDisc(folder: string): void {
  rmSync(join(folder, 'ballast'));
}
