/**
 * The exact plan: a checked plan, an inventory and a release, joined. What it hashes to is what is approved and what runs.
 *
 * Rule 1: plain data, all that a run needs: the journal stores it, so a recovery reads no script and no inventory.
 * Rule 2: no secret's value; only where to find it.
 */
import type { DeviceAddress } from '../device/address.ts';
import type { SecretStore, VersionServer } from '../inventory/model.ts';
import type { CheckedScript, Datum, Primitive } from '../language/checked.ts';

export interface ResolvedPlan {
  readonly format: 1;
  readonly title: string;
  readonly release: PlannedRelease;
  /** SHA-256 over the canonical JSON of everything but this field. */
  readonly hash: string;
  readonly scripts: Readonly<Record<string, CheckedScript>>;
  readonly primitives: Readonly<Record<string, Primitive>>;
  /** Platform → its shared functions. */
  readonly platforms: Readonly<Record<string, string>>;
  readonly devices: Readonly<Record<string, ResolvedDevice>>;
  readonly units: readonly ResolvedUnit[];
  readonly servers: readonly VersionServer[];
  /** Where secrets are looked up. */
  readonly secrets: SecretStore;
}

export interface PlannedRelease {
  readonly name: string;
  readonly version: string;
  /** Not to be switched to before. */
  readonly activate?: string;
  /** What was read of it was signed by nobody, as far as anybody looked. */
  readonly unsigned?: true;
}

export interface ResolvedUnit {
  readonly title: string;
  readonly mode: 'linked' | 'separate';
  readonly members: readonly string[];
  readonly prepareRanks: readonly (readonly string[])[];
  readonly switchRanks: readonly (readonly string[])[];
  readonly skewMs?: number;
  readonly voteWithinMs: number;
}

export interface ResolvedDevice {
  readonly name: string;
  readonly script: string;
  readonly platform: string;
  readonly address: DeviceAddress;
  /** The kit's folder on the device. */
  readonly home: string;
  /** Environment of the kit's services: the folder of init scripts, where the device has its own. */
  readonly services?: string;
  readonly params: Readonly<Record<string, Datum>>;
  /** Artifact → the release's lines `VARIANT SIZE SHA256 PATH CHUNKS`. */
  readonly artifacts: Readonly<Record<string, string>>;
}

export type { VersionServer } from '../inventory/model.ts';
