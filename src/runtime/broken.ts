/** Devices that could not be put back, as the journal knows them. */
import type { JournalReader } from '../journal/reader.ts';
import type { DeviceOutcome, UnitRecord } from '../protocol/transaction.ts';

export interface BrokenDevice {
  readonly device: string;
  readonly transaction: string;
  /** When that ended; ISO 8601. */
  readonly since: string;
  readonly why: string;
  /** Where what was kept lies on it; empty where nothing does. */
  readonly backup: string;
}

/** One is broken until a later transaction is committed with it: only then has it been seen whole again. */
export function brokenDevices(journal: JournalReader): readonly BrokenDevice[] {
  const broken = new Map<string, BrokenDevice>();
  for (const { transaction, at, body } of journal.ofKind('end')) {
    const { outcome } = body as unknown as Extract<UnitRecord, { record: 'end' }>;
    for (const one of outcome.devices) {
      if (one.standing === 'confirmed') broken.delete(one.device);
      if (one.standing === 'broken') broken.set(one.device, brokenIn(one, transaction, at));
    }
  }
  return [...broken.values()];
}

function brokenIn(
  { device, fault, backup }: DeviceOutcome,
  transaction: string,
  since: string,
): BrokenDevice {
  const why = fault?.message ?? 'the revert failed';
  return { device, transaction, since, why, backup: backup ?? '' };
}
