/** Fresh devices for a test file; they are ended after all of its tests, which may run side by side. */
import { afterAll } from 'vitest';
import { Rig } from '../device/kit/rig.ts';
import type { ShellKind } from '../device/kit/shells.ts';

export function freshRigs(): (shell?: ShellKind, env?: Readonly<Record<string, string>>) => Rig {
  const rigs: Rig[] = [];
  afterAll(async () => {
    for (const rig of rigs.splice(0)) await rig.end();
  });
  return (shell, env) => {
    const rig = new Rig(shell, env);
    rigs.push(rig);
    return rig;
  };
}
