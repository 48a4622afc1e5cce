/**
 * What an inventory says: which devices there are, how each is reached, what belongs together.
 *
 * Rule 1: paths are absolute here; in the file they are relative to the file's folder.
 * Rule 2: no secret's value; only where to find it.
 * Rule 3: params are still texts, with their place: their types are the scripts' (`../planning`).
 */
import type { DeviceAddress } from '../device/address.ts';
import type { Source } from '../language/source.ts';
import type { Span } from '../language/tree.ts';

export interface Inventory {
  readonly source: Source;
  /** In the order in which they are tried. */
  readonly servers: readonly VersionServer[];
  /** By which root releases are judged; missing where the file says nothing. */
  readonly trust?: ReleaseTrust;
  readonly secrets: SecretStore;
  readonly groups: ReadonlyMap<string, InventoryGroup>;
  readonly devices: ReadonlyMap<string, InventoryDevice>;
  readonly links: readonly InventoryLink[];
}

export interface InventoryGroup {
  readonly name: string;
  readonly params: ReadonlyMap<string, InventoryParam>;
  /** Device names, in the file's order. */
  readonly members: readonly string[];
  readonly span: Span;
}

export interface InventoryDevice {
  readonly name: string;
  readonly platform: string;
  readonly address: DeviceAddress;
  /** The kit's folder on the device. */
  readonly home: string;
  /** The folder of init scripts, where the device has its own. */
  readonly services?: string;
  readonly groups: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
  readonly params: ReadonlyMap<string, InventoryParam>;
  /** Where the device looks for its release by itself. */
  readonly agent?: InventoryAgent;
  readonly span: Span;
}

/** What a device's agent is told of itself (docs/agent.md); the rest is the device's and the inventory's own. */
export interface InventoryAgent {
  /** The script's name: the device's kind. What is missing is missing to `agent install` only. */
  readonly script?: string;
  readonly release?: string;
  readonly channel?: string;
  /** The file on the device. */
  readonly settings: string;
  readonly jitter?: string;
  readonly unsigned?: string;
  readonly plain?: string;
  /** The folder of crontabs, where the device has no `crontab` and another folder than busybox's own. */
  readonly crontabs?: string;
}

/** A text, or a list of texts, as written. */
export interface InventoryParam {
  readonly name: string;
  readonly value: string | readonly string[];
  /** The value's. */
  readonly span: Span;
  readonly nameSpan: Span;
}

/** Devices that must work at one version. */
export interface InventoryLink {
  readonly devices: readonly string[];
  readonly span: Span;
}

export interface VersionServer {
  /** `ftp://host:port/folder` or `ftps://…`. */
  readonly url: string;
  readonly user?: string;
  /** The name of a secret. */
  readonly password?: string;
  /** An agent's share of the load goes by it; 1 where it is left out. */
  readonly weight?: number;
}

export type ReleaseTrust =
  | { readonly trust: 'root'; readonly file: string }
  /** Nobody's signature is asked for. */
  | { readonly trust: 'none' };

export type SecretStore =
  | { readonly store: 'none' }
  | { readonly store: 'file'; readonly path: string }
  | { readonly store: 'environment'; readonly prefix: string };
