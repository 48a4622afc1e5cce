/**
 * What the checker judges: files that it read itself, and what the harness saw while the transaction ran.
 *
 * Rule 1: nothing here comes from the product's own code; shapes are declared anew, from the documents.
 * Rule 2: plain data; judging it reads no file and asks no device.
 * Deliberately not here: how it is gathered (`read-*.ts`, `snapshot.ts`, `processes.ts`).
 */
import type { JournalRow } from './records.ts';

export interface Evidence {
  /** Transactions that had ended before `before` was taken: no part of this evidence. */
  readonly over: readonly string[];
  /** The devices before the first order went out, by name. */
  readonly before: Readonly<Record<string, Snapshot>>;
  /** What each device must look like on the new version; a device left out has no known new. */
  readonly expectedNew: Readonly<Record<string, Snapshot>>;
  /** In the order in which they were taken; the last one is the end, when all have come to rest. */
  readonly moments: readonly Moment[];
  /** How the command line ended, run by run. */
  readonly exits: readonly Exit[];
  /** Screens, logs, reports, arguments, environments: what others could read. */
  readonly captures: readonly Capture[];
  /** Values that must be seen nowhere. */
  readonly secrets: readonly string[];
  /** Files of the new version and their SHA-256, as the package's publisher had them. */
  readonly packed: readonly PackedFiles[];
  /** The device as it was before something that must leave no trace, and after. */
  readonly intrusions: readonly Pair[];
  /** The device after a step went once, and after it went twice or was killed and went again. */
  readonly repetitions: readonly Pair[];
  /** The device as it was before, and after what was kept has been put back, while not confirmed. */
  readonly restorations: readonly Pair[];
}

/** One look at everything. */
export interface Moment {
  readonly label: string;
  /** The journal as it stood before the devices were looked at, and after: nothing need stand still. */
  readonly journalFirst: readonly JournalRow[];
  readonly journalThen: readonly JournalRow[];
  readonly devices: readonly DeviceEvidence[];
}

export interface DeviceEvidence {
  readonly device: string;
  readonly transactions: readonly DeviceTransaction[];
  /** Fetched packages: the hash they are named by, and the hash of their bytes. */
  readonly cache: readonly { readonly name: string; readonly sha256: string }[];
  readonly snapshot: Snapshot;
  /** Its states were the same before and after the snapshot was taken. */
  readonly still: boolean;
  readonly lenience: Lenience;
}

/** Where two snapshots may differ. */
export interface Lenience {
  /** Paths whose content their service writes; only their existence counts. */
  readonly volatile: readonly string[];
  /** Places that prepare makes and finish clears: they count only where everything is as before. */
  readonly made: readonly string[];
}

/** One transaction's folder on a device's disc. */
export interface DeviceTransaction {
  readonly transaction: string;
  readonly lines: readonly StateLine[];
  readonly undo: readonly UndoRecord[];
  /** Names of the folders in `kept/`. */
  readonly kept: readonly string[];
  readonly services: readonly ServiceLine[];
  readonly already: boolean;
  readonly old?: string;
  readonly new?: string;
  /** The fingerprint of what `stage` made, and what it was taken over. */
  readonly made?: string;
  readonly madeEntries?: readonly MadeEntry[];
  /** The mode of `servers`, where it is still there. */
  readonly serversMode?: number;
}

/** A whole line of `state`; torn ones are not evidence. */
export interface StateLine {
  readonly state: string;
  readonly epoch: number;
  readonly controller: string;
  readonly uptime: number;
  readonly boot: string;
}

/** A line of `made.listing`. */
export type MadeEntry =
  | { readonly kind: 'content'; readonly path: string; readonly sha256: string }
  | { readonly kind: 'entry'; readonly path: string; readonly mode: number }
  | { readonly kind: 'absent'; readonly path: string };

export interface UndoRecord {
  readonly no: string;
  /** It ends in `# end`; without it the step never began. */
  readonly whole: boolean;
  readonly text: string;
}

export interface ServiceLine {
  readonly change: 'down' | 'up';
  readonly service: string;
  readonly uptime: number;
}

/** A device's watched paths and services, looked at from outside. Keys are paths as the device names them. */
export interface Snapshot {
  readonly paths: Readonly<Record<string, Entry>>;
  readonly services: Readonly<Record<string, string>>;
}

export interface Entry {
  readonly type: 'file' | 'folder' | 'link' | 'other' | 'absent';
  readonly mode?: number;
  /** `uid:gid`. */
  readonly owner?: string;
  readonly target?: string;
  readonly sha256?: string;
}

export interface Exit {
  readonly code: number;
  /** The transactions that this run drove. */
  readonly transactions: readonly string[];
}

export interface Capture {
  /** `screen` and `terminal` are judged for control bytes; a terminal may be painted on, a screen not. */
  readonly kind:
    'screen' | 'terminal' | 'log' | 'report' | 'journal' | 'arguments' | 'environment' | 'device';
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface PackedFiles {
  readonly device: string;
  readonly files: Readonly<Record<string, string>>;
}

export interface Pair {
  readonly device: string;
  readonly what: string;
  readonly before: Snapshot;
  readonly after: Snapshot;
}

export type Rule =
  'S1' | 'S2' | 'S3' | 'S4' | 'S5' | 'S6' | 'S7' | 'S9' | 'S10' | 'S11' | 'S13' | 'S14';

export interface Violation {
  readonly rule: Rule;
  readonly device?: string;
  readonly transaction?: string;
  readonly what: string;
  /** What shows it: lines, differences. */
  readonly evidence: readonly string[];
}
