/** A PATH with nothing on it but busybox's applets. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The environment; its folder of links is made once and stays. */
export function busyboxOnly(): Readonly<Record<string, string>> {
  const folder = join(
    tmpdir(),
    `cutover-busybox-${String(process.getuid?.() ?? 0)}-${String(process.pid)}`,
  );
  if (!existsSync(folder)) link(folder);
  // The kit adds the system's own sbin folders unless they are on the PATH: named so, they lead nowhere.
  return { PATH: `${folder}:/none/usr/sbin` };
}

function link(folder: string): void {
  const program = execFileSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).trim();
  mkdirSync(folder);
  for (const applet of execFileSync(program, ['--list'], { encoding: 'utf8' }).trim().split('\n'))
    symlinkSync(program, join(folder, applet));
}
