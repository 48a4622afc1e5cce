/** The release that a plan names, read from the inventory's version servers. */
import type { Inventory } from '../inventory/model.ts';
import { openSecrets, type Secrets } from '../inventory/secrets.ts';
import type { CheckedPlan } from '../language/checked.ts';
import type { Fault } from '../protocol/fault.ts';
import type { ReleaseInformation } from '../release/model.ts';
import { readRelease } from '../release/read.ts';
import type { ServerAccess } from '../release/store.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { say, sayFault } from './say.ts';

export interface PlanRelease {
  readonly release: ReleaseInformation;
  readonly hasSecret: (name: string) => boolean;
}

/** The exit code, where it can't be had; why, has been said. */
export async function releaseOf(
  plan: CheckedPlan,
  inventory: Inventory,
): Promise<PlanRelease | number> {
  const opened = await openSecrets(inventory.secrets);
  const secrets: Secrets = typeof opened === 'function' ? opened : () => opened;
  const servers = accesses(inventory, secrets);
  if ('code' in servers) {
    sayFault(servers);
    return EXIT.wrongInput;
  }
  const found = await readRelease(servers, plan.release.name, plan.release.version);
  if ('code' in found) {
    sayFault(found);
    return EXIT.refused;
  }
  for (const { url, fault } of found.failed)
    say(`warning: ${url} was passed over: ${fault.message}`);
  const hasSecret = (name: string): boolean => typeof secrets(name) === 'string';
  return { release: found.information, hasSecret };
}

function accesses(inventory: Inventory, secrets: Secrets): readonly ServerAccess[] | Fault {
  const servers: ServerAccess[] = [];
  for (const { url, user, password } of inventory.servers) {
    const text = password === undefined ? '' : secrets(password);
    if (typeof text !== 'string') return text;
    servers.push({
      url,
      ...(user === undefined ? {} : { user }),
      ...(text === '' ? {} : { password: text }),
    });
  }
  return servers;
}
