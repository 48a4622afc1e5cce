/** Which devices a command of `agent` is about, and a session with each in turn. */
import { openPlacing, type Placing } from '../device/placing.ts';
import type { Inventory, InventoryDevice } from '../inventory/model.ts';
import { nearestHint } from '../language/nearest.ts';
import { matcherOf } from '../planning/glob.ts';
import { isFault, type OrFault } from '../protocol/fault.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { connect } from '../runtime/transport.ts';
import type { Placed } from './agent-place.ts';
import { data, say, sayFault } from './say.ts';

/** By names and patterns, in the inventory's order; missing where one finds nobody: which, has been said. */
export function devicesNamed(
  { devices }: Inventory,
  names: readonly string[],
): readonly InventoryDevice[] | undefined {
  const all = [...devices.values()];
  const nobody = names.filter((name) => !all.some((device) => matcherOf(name)(device.name)));
  for (const name of nobody) {
    say(`error: the inventory has no device ${name}`);
    const hint = nearestHint(name, devices.keys());
    if (hint !== undefined) say(`hint: ${hint}`);
  }
  if (nobody.length > 0) return undefined;
  return all.filter((device) => names.some((name) => matcherOf(name)(device.name)));
}

export interface Told {
  readonly device: string;
  readonly placed: OrFault<readonly Placed[]>;
}

export async function withDevice(
  { name, address, home }: InventoryDevice,
  work: (placing: Placing) => Promise<OrFault<readonly Placed[]>>,
): Promise<Told> {
  const connection = await connect(address, name);
  if (isFault(connection)) return { device: name, placed: connection };
  const placing = await openPlacing(connection, home);
  const placed = isFault(placing) ? placing : await work(placing);
  if (!isFault(placing)) placing.close();
  connection.close();
  return { device: name, placed };
}

export function tellDevice({ device, placed }: Told): void {
  if (isFault(placed)) {
    sayFault({ ...placed.fault, message: `${device}: ${placed.fault.message}` });
    return;
  }
  for (const { text } of placed) data(`${device}  ${text}`);
  if (placed.every(({ changed }) => !changed)) data(`${device}  nothing changed`);
}

export function jsonOf(what: string, told: readonly Told[]): string {
  const devices = told.map(({ device, placed }) =>
    isFault(placed)
      ? { device, result: 'failed', fault: placed.fault }
      : { device, result: placed.some(({ changed }) => changed) ? 'changed' : 'unchanged', placed },
  );
  return JSON.stringify({ v: 1, what, devices: devices.map(plain) });
}

/** Commands that carry texts are nobody's business. */
function plain(device: { readonly placed?: readonly Placed[] }): object {
  const placed = device.placed?.map(({ what, changed, text }) => ({ what, changed, text }));
  return { ...device, ...(placed === undefined ? {} : { placed }) };
}

/** The gravest first. */
export function exitOf(told: readonly Told[]): number {
  const codes = told.map(({ placed }) => (isFault(placed) ? codeOf(placed.fault.code) : 0));
  return [EXIT.pending, EXIT.fenced, EXIT.refused].find((code) => codes.includes(code)) ?? 0;
}

function codeOf(code: string): number {
  if (code === 'busy') return EXIT.pending;
  return code === 'host-key' ? EXIT.fenced : EXIT.refused;
}
