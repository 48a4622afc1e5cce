import type { Datum } from './checked.ts';

/** The names that can be read: `live`, `device.version`, `release.version`, `package`, `package.size`, `work`. */
export interface Scope {
  get(name: string): Datum | undefined;
}
