/** A script's own `let`s, in the order in which they can be known. */
import type { CheckedLet, CheckedScript } from '../language/checked.ts';
import { letValue } from './cursor.ts';
import { namesNeeded } from './names.ts';
import type { DeviceScope } from './scope.ts';

/** Those that can be known before the device was asked, and those that wait for its version. */
export function splitLets(script: CheckedScript): {
  readonly early: readonly CheckedLet[];
  readonly late: readonly CheckedLet[];
} {
  const waiting = new Set(['device.version']);
  const late: CheckedLet[] = [];
  for (const item of script.lets) {
    if (!namesNeeded(item).some((name) => waiting.has(name))) continue;
    waiting.add(item.name);
    late.push(item);
  }
  return { early: script.lets.filter((item) => !late.includes(item)), late };
}

/** Sets whatever can be known by now: for a controller that takes a transaction over. */
export function setLets(script: CheckedScript, scope: DeviceScope): void {
  for (const item of script.lets)
    if (namesNeeded(item).every((name) => scope.has(name)))
      scope.set(item.name, letValue(item, scope));
}
