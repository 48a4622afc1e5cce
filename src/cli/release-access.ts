/** What all commands of the console need: servers, keys in hand, and the root that is trusted. */
import { isFault, fault, type OrFault } from '../protocol/fault.ts';
import { agentSigners } from '../release/signing/agent.ts';
import { fileSigner, type Signer } from '../release/signing/signer.ts';
import type { Publishing } from '../release/publishing/publisher.ts';
import type { ServerAccess } from '../release/store.ts';
import { openSecrets } from '../inventory/secrets.ts';
import type { Inventory } from '../inventory/model.ts';
import { loadedInventory } from './load-inventory.ts';
import { accesses } from './plan-release.ts';
import { readRootFile } from './root-file.ts';
import { say } from './say.ts';
import { serverAccess, type AccessOptions } from './server-access.ts';

export interface ServerOptions extends AccessOptions {
  readonly to?: readonly string[];
  readonly from?: readonly string[];
  readonly inventory?: string;
  /** A root file, or `none`. */
  readonly trust?: string;
}

export interface KeyOptions extends ServerOptions {
  readonly key?: readonly string[];
  readonly agent?: boolean;
}

/** Servers, and the root's text where one is trusted. */
export interface Access {
  readonly servers: readonly ServerAccess[];
  readonly trust?: string;
  /** Whoever asks has said that nobody's signature is to be asked for. */
  readonly unsigned: boolean;
  /** Whom the inventory names, where there is one. */
  readonly devices?: readonly string[];
}

export async function accessOf(options: ServerOptions): Promise<OrFault<Access>> {
  const inventory =
    options.inventory === undefined ? undefined : await loadedInventory(options.inventory);
  if (options.inventory !== undefined && inventory === undefined)
    return fault('inventory', `${options.inventory} can't be used`);
  const servers = await serversOf(options, inventory);
  if (isFault(servers)) return servers;
  const file = options.trust ?? trustIn(inventory);
  const named = inventory === undefined ? {} : { devices: [...inventory.devices.keys()] };
  if (file === undefined || file === 'none')
    return { servers, unsigned: file === 'none', ...named };
  const trust = readRootFile(file);
  return isFault(trust) ? trust : { servers, trust, unsigned: false, ...named };
}

function trustIn(inventory: Inventory | undefined): string | undefined {
  const trust = inventory?.trust;
  return trust?.trust === 'root' ? trust.file : trust?.trust;
}

async function serversOf(
  options: ServerOptions,
  inventory: Inventory | undefined,
): Promise<OrFault<readonly ServerAccess[]>> {
  const urls = options.to ?? options.from;
  if (urls !== undefined) return serverAccess(urls, options);
  // The commands refuse it themselves, with the way to their help (`release-options.ts`).
  if (inventory === undefined) throw new Error('no version server is named');
  return await inventoryServers(inventory, options);
}

/** With whoever is named here in place of the devices' user. */
async function inventoryServers(
  inventory: Inventory,
  options: AccessOptions,
): Promise<OrFault<readonly ServerAccess[]>> {
  if (options.user !== undefined || options.passwordFile !== undefined)
    return serverAccess(
      inventory.servers.map(({ url }) => url),
      options,
    );
  const opened = await openSecrets(inventory.secrets);
  const servers = accesses(inventory, typeof opened === 'function' ? opened : () => opened);
  return 'code' in servers ? { fault: servers } : servers;
}

/** Everything that publishing needs but what is to be done. */
export async function publishingOf(options: KeyOptions): Promise<OrFault<Publishing>> {
  const access = await accessOf(options);
  if (isFault(access)) return access;
  const signers = await signersOf(options);
  if (isFault(signers)) return signers;
  return {
    servers: access.servers,
    signers,
    ...(access.trust === undefined ? {} : { trust: access.trust }),
    onProgress: ({ server, file, doneBytes, totalBytes }) => {
      if (doneBytes === totalBytes) say(`${server}: ${file} (${String(totalBytes)} bytes)`);
    },
    onWait: (who) => {
      say(`waiting: somebody else is publishing: ${who}`);
    },
  };
}

async function signersOf({
  key = [],
  agent = false,
}: KeyOptions): Promise<OrFault<readonly Signer[]>> {
  const signers: Signer[] = [];
  for (const file of key) {
    const signer = fileSigner(file);
    if (isFault(signer)) return signer;
    signers.push(signer);
  }
  const held = agent ? await agentSigners() : [];
  if (isFault(held)) return held;
  signers.push(...held);
  if (signers.length > 0) return signers;
  return fault('no-key', 'there is no key to sign with', {
    hint: 'name a key’s file with --key (`ssh-keygen -t ed25519 -f FILE` makes one), or use --agent',
  });
}
