/** The transport that a device's address asks for. */
import { connectLocal } from '../device/transport-local.ts';
import { connectSsh } from '../device/transport-ssh.ts';
import type { Connection } from '../device/transport.ts';
import type { DeviceAddress } from '../device/address.ts';
import type { OrFault } from '../protocol/fault.ts';

export async function connect(
  address: DeviceAddress,
  device: string,
): Promise<OrFault<Connection>> {
  return address.transport === 'local' ? connectLocal(address.shell) : connectSsh(address, device);
}
