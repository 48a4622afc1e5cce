/** `cutover enroll`: shows what host key each device has; what a person agrees to becomes known. */
import { createInterface } from 'node:readline/promises';
import {
  addKnownKey,
  judgeKey,
  keyFingerprint,
  knownKeys,
  type KnownKey,
} from '../device/host-keys.ts';
import { lookAtHostKey, type SshAddress } from '../device/transport-ssh.ts';
import { isFault, type Fault } from '../protocol/fault.ts';
import { EXIT } from '../runtime/exit-code.ts';
import type { Inventory, InventoryDevice } from '../inventory/model.ts';
import { nearestHint } from '../language/nearest.ts';
import { loadedInventory } from './load-inventory.ts';
import { data, say, sayFault } from './say.ts';

export interface EnrollOptions {
  readonly inventory: string;
  readonly yes: boolean;
  readonly fingerprint?: string;
}

export async function enroll(names: readonly string[], options: EnrollOptions): Promise<number> {
  const inventory = await loadedInventory(options.inventory);
  if (inventory === undefined) return EXIT.wrongInput;
  const unknown = names.filter((name) => !inventory.devices.has(name));
  for (const name of unknown) {
    say(`error: the inventory has no device ${name}`);
    say(`hint: ${nearestHint(name, inventory.devices.keys()) ?? `it has ${several(inventory)}`}`);
  }
  if (unknown.length > 0) return EXIT.wrongInput;
  const devices = [...inventory.devices.values()].filter(
    ({ name }) => names.length === 0 || names.includes(name),
  );
  let worst: number = 0;
  for (const device of devices) worst = Math.max(worst, await enrollDevice(device, options));
  return worst;
}

function several({ devices }: Inventory): string {
  const names = [...devices.keys()];
  const more = names.length > 10 ? ` and ${String(names.length - 10)} more` : '';
  return `${names.slice(0, 10).join(', ')}${more}`;
}

async function enrollDevice(
  { name, address }: InventoryDevice,
  options: EnrollOptions,
): Promise<number> {
  if (address.transport !== 'ssh') {
    data(`${name}  local: no host key`);
    return 0;
  }
  const known = knownKeys(address.knownHosts, address.host, address.port);
  if (isFault(known)) return unusable(known.fault);
  const key = await lookAtHostKey(address.host, address.port);
  if (isFault(key)) {
    sayFault(key.fault);
    return EXIT.refused;
  }
  return judge({ name, address, known }, key, options);
}

function unusable(fault: Fault): number {
  sayFault(fault);
  return EXIT.wrongInput;
}

interface Enrolled {
  readonly name: string;
  readonly address: SshAddress;
  readonly known: readonly KnownKey[];
}

async function judge(
  { name, address, known }: Enrolled,
  key: Buffer,
  options: EnrollOptions,
): Promise<number> {
  const verdict = judgeKey(known, key);
  const shown = keyFingerprint(key);
  if (verdict === 'known') {
    const { fingerprint } = options;
    if (fingerprint !== undefined && fingerprint !== shown) {
      another(name, address, shown, fingerprint);
      return EXIT.refused;
    }
    data(`${name}  ${shown}  known already`);
    return 0;
  }
  if (verdict !== 'unknown') return suspicious(name, address, shown, verdict);
  if (!(await agreed(name, address, shown, options))) {
    say(`${name}: not enrolled`);
    return EXIT.refused;
  }
  const added = addKnownKey(address.knownHosts, address.host, address.port, key);
  if (isFault(added)) return unusable(added.fault);
  data(`${name}  ${shown}  enrolled in ${address.knownHosts}`);
  return 0;
}

function suspicious(name: string, address: SshAddress, shown: string, verdict: string): number {
  say(
    `error: ${name} shows ${shown}, but another key is known for it (${verdict}): possible attack`,
  );
  say(
    `hint: if the device was really replaced, take its old line out of ${address.knownHosts} first`,
  );
  return EXIT.fenced;
}

async function agreed(
  name: string,
  address: SshAddress,
  shown: string,
  options: EnrollOptions,
): Promise<boolean> {
  if (options.fingerprint !== undefined)
    return options.fingerprint === shown || another(name, address, shown, options.fingerprint);
  if (options.yes) return true;
  if (!process.stdin.isTTY) {
    say(
      `${name} shows ${shown}; compare it with the device's own, then say --fingerprint ${shown} or --yes`,
    );
    return false;
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question(
    `${name} (${address.host}:${String(address.port)}) shows ${shown}. Is it the device's own? yes/no: `,
  );
  lines.close();
  return answer.trim() === 'yes';
}

/** What was expected is not what is there: both are said, and nothing is agreed to. */
function another(name: string, { host, port }: SshAddress, shown: string, wanted: string): false {
  say(`error: ${name} (${host}:${String(port)}) shows ${shown}, not ${wanted}`);
  say(
    `hint: read it on the device itself, \`ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\`; if that says ${wanted}, somebody else answers at this address`,
  );
  return false;
}
