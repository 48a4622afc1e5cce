/**
 * The processes of a simulated device, found by the mark that its shells put into their environment:
 * also those that have left every session and group.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const mark = 'CUTOVER_DEMO_DEVICE';

/** What a device's shells are started with, so that their descendants are found again. */
export function markOf(folder: string): Readonly<Record<string, string>> {
  return { [mark]: folder };
}

/** Of whatever lies in that folder, too. */
export function processesOf(folder: string): readonly number[] {
  const entry = `${mark}=${folder}`;
  const isOne = (line: string): boolean => line === entry || line.startsWith(`${entry}/`);
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.filter((pid) => environmentOf(pid).some(isOne)).map(Number);
}

/**
 * Like pulling the plug: all at once, and nothing is left. It looks again after nothing was found,
 * since a process shows no environment while it becomes another program.
 */
export async function endProcessesOf(folder: string): Promise<void> {
  let quiet = 0;
  while (quiet < 2) {
    const found = processesOf(folder);
    for (const pid of found) kill(pid);
    quiet = found.length === 0 ? quiet + 1 : 0;
    await sleep(10);
  }
}

/** Empty for one that has ended, or is somebody else's. */
function environmentOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
