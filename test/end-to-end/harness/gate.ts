/**
 * A step that waits until the test lets it go on: so that something can be done just then, whatever the
 * machine's speed.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface Gate {
  /** A line for a script, in any phase in which something may be run. */
  readonly step: string;
  /** The step has begun. */
  readonly reached: () => Promise<void>;
  readonly open: () => void;
}

export function closedGate(folder: string): Gate {
  const [closed, reached] = [join(folder, 'gate-closed'), join(folder, 'gate-reached')];
  writeFileSync(closed, '');
  rmSync(reached, { force: true });
  const command = `: >${reached}; while [ -e ${closed} ]; do sleep 0.1; done`;
  return {
    step: `    run "/bin/sh" "-c" "${command}" writes: [] within 2m\n`,
    reached: () => until(() => existsSync(reached), 'the gate is reached'),
    open: () => {
      rmSync(closed);
    },
  };
}

const longestMs = 60_000;

export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + longestMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`in a minute it did not come about that ${what}`);
    await pause(50);
  }
}
