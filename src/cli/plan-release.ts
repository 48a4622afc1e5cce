/** The release that a plan names, read from the inventory's version servers. */
import type { Inventory, ReleaseTrust } from '../inventory/model.ts';
import { openSecrets, type Secrets } from '../inventory/secrets.ts';
import { JournalError } from '../journal/journal-error.ts';
import type { CheckedPlan } from '../language/checked.ts';
import { fault, isFault, type Fault, type OrFault } from '../protocol/fault.ts';
import type { ReleaseInformation } from '../release/model.ts';
import { readRelease, type Trust } from '../release/read.ts';
import type { ServerAccess } from '../release/store.ts';
import { hashOf } from '../release/trust/ask.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { keptReleases } from './kept-releases.ts';
import { refusedBy } from './refused-by.ts';
import { readRootFile } from './root-file.ts';
import { say, sayFault } from './say.ts';

export interface PlanRelease {
  readonly release: ReleaseInformation;
  readonly hasSecret: (name: string) => boolean;
}

/** The exit code, where it can't be had; why, has been said. */
export async function releaseOf(
  plan: CheckedPlan,
  inventory: Inventory,
  state: string,
): Promise<PlanRelease | number> {
  try {
    return await releaseBy(plan, inventory, state);
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    return refusedBy(error.fault, state);
  }
}

async function releaseBy(
  plan: CheckedPlan,
  inventory: Inventory,
  state: string,
): Promise<PlanRelease | number> {
  const opened = await openSecrets(inventory.secrets);
  const secrets: Secrets = typeof opened === 'function' ? opened : () => opened;
  const servers = accesses(inventory, secrets);
  if ('code' in servers) {
    sayFault(servers);
    return EXIT.wrongInput;
  }
  const trust = await trustOf(inventory, state);
  if (isFault(trust)) {
    sayFault(trust.fault);
    return EXIT.wrongInput;
  }
  const { name, version } = plan.release;
  const found = await readRelease(servers, { release: name, version }, trust);
  if ('code' in found) {
    sayFault(found);
    return EXIT.refused;
  }
  for (const { url, fault } of found.failed)
    say(`warning: ${url} was passed over: ${fault.message}`);
  const hasSecret = (name: string): boolean => typeof secrets(name) === 'string';
  return { release: found.information, hasSecret };
}

const HOW_TO_TRUST =
  'write `trust: FILE` beside `servers`: the root file that `cutover release init` made; or `trust: none`, and nobody’s signature is asked for';

/** What was seen of releases is kept for each root by itself; without one, for these servers. */
async function trustOf({ trust, servers }: Inventory, state: string): Promise<OrFault<Trust>> {
  if (trust === undefined && servers.length > 0)
    return fault('no-trust', 'the inventory does not say whose releases it trusts', {
      hint: HOW_TO_TRUST,
    });
  const root = trust === undefined ? {} : rootIn(trust);
  if (isFault(root)) return root;
  const whose = root.root ?? servers.map(({ url }) => url).join('\n');
  const kept = await keptReleases(state, hashOf(whose).slice(0, 16));
  return { ...root, ...kept, now: Date.now() };
}

function rootIn(trust: ReleaseTrust): OrFault<Pick<Trust, 'root'>> {
  if (trust.trust === 'none') return {};
  const root = readRootFile(trust.file);
  return isFault(root) ? root : { root };
}

export function accesses(inventory: Inventory, secrets: Secrets): readonly ServerAccess[] | Fault {
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
