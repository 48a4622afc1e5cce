/**
 * Where things lie in a simulated device's folder, as in a real one's root.
 *
 *   opt/KIND/            releases/VERSION/…, current → releases/VERSION, etc/, data/, log/
 *   etc/init.d/KIND      the init script
 *   run/KIND.pid         `PID STARTTIME` of the service
 *   var/lib/cutover/     the kit's
 */
import { join } from 'node:path';

/** What a device is; also its service's name and its folder's under `opt`. */
export type DeviceKind = 'msc-server' | 'umg' | 'sgw';

export interface DeviceLayout {
  readonly folder: string;
  readonly root: string;
  readonly home: string;
  readonly services: string;
  readonly pidFile: string;
  readonly log: string;
}

export function layoutOf(folder: string, kind: DeviceKind): DeviceLayout {
  const root = join(folder, 'opt', kind);
  return {
    folder,
    root,
    home: join(folder, 'var/lib/cutover'),
    services: join(folder, 'etc/init.d'),
    pidFile: join(folder, 'run', `${kind}.pid`),
    log: join(root, 'log', `${kind}.log`),
  };
}
