/** A PATH with nothing on it but busybox's applets, and what a test adds. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll } from 'vitest';

type Environment = Readonly<Record<string, string>>;

export function busyboxOnly(): Environment {
  return pathWith('all', [], []);
}

/** Without some applets, and with other programs; its folder of links goes with the test file. */
export function pathWith(
  name: string,
  without: readonly string[],
  programs: readonly string[],
): Environment {
  const folder = join(tmpdir(), `cutover-path-${name}-${String(process.pid)}`);
  const busybox = execFileSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).trim();
  const applets = execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const applet of applets)
    if (!without.includes(applet)) symlinkSync(busybox, join(folder, applet));
  for (const program of programs) symlinkSync(program, join(folder, basename(program)));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  // The kit adds the system's own sbin folders unless they are on the PATH: named so, they lead nowhere.
  return { PATH: `${folder}:/usr/sbin` };
}
