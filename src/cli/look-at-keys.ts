/**
 * Warns of private keys that a run could not use. A warning only: whoever reviews a plan need not hold the keys.
 */
import { readPrivateKey } from '../device/private-key.ts';
import type { ResolvedPlan } from '../planning/resolved.ts';
import { isFault } from '../protocol/fault.ts';
import { say } from './say.ts';

export function lookAtKeys({ devices }: ResolvedPlan): void {
  const users = new Map<string, string[]>();
  for (const { name, address } of Object.values(devices)) {
    if (address.transport !== 'ssh' || address.key === undefined) continue;
    users.set(address.key, [...(users.get(address.key) ?? []), name]);
  }
  for (const [file, names] of users) {
    const key = readPrivateKey(file);
    if (!isFault(key)) continue;
    const more = names.length > 1 ? ` and ${String(names.length - 1)} more` : '';
    say(`warning: ${names[0] ?? ''}${more}: ${key.fault.message}`);
  }
}
