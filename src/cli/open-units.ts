/** What is open, put together: by the journal, and where a controller is at it by the controller's own word. */
import type { JournalReader } from '../journal/reader.ts';
import { replay, unitPhase, waitsFor } from '../protocol/transaction.ts';
import { isUnitRecord, openTransactions, recordsOf } from '../runtime/history.ts';
import type { Look } from '../runtime/look.ts';
import type { AgedWait, DeviceUnderWay, UnderWay } from '../runtime/under-way.ts';

export interface OpenUnit {
  readonly transaction: string;
  readonly phase: string;
  readonly unit: string;
  readonly operator: string;
  readonly since: string;
  readonly devices: readonly {
    readonly device: string;
    readonly state: string;
    readonly told?: string;
  }[];
  readonly waits: readonly AgedWait[];
}

export function openUnits(journal: JournalReader, look: Look | undefined): readonly OpenUnit[] {
  return openTransactions(journal).map((transaction) => {
    const bodies = recordsOf(journal, transaction);
    const unit = bodies.find((body) => body.record === 'unit');
    const own = look?.units?.find((one) => one.transaction === transaction);
    const { phase, devices, waits } =
      own ?? asJournaled(journal, transaction, look !== undefined && look.units === undefined);
    return {
      ...{ transaction, phase, unit: unit?.unit ?? '', operator: unit?.operator ?? '' },
      since: journal.records(transaction)[0]?.at ?? '',
      devices: devices.map(shown),
      waits,
    };
  });
}

function shown({ state, ...device }: DeviceUnderWay): OpenUnit['devices'][number] {
  return { ...device, state: state ?? 'not asked yet' };
}

/** No controller is at it, or the one that runs says nothing: since its newest record nothing was done. */
function asJournaled(journal: JournalReader, transaction: string, silent: boolean): UnderWay {
  const records = recordsOf(journal, transaction).filter(isUnitRecord);
  const state = replay(records);
  const since = journal.records(transaction).at(-1)?.at ?? '';
  const waits = silent ? [unsaid] : waitsFor(state);
  const devices = state.book.members.map(({ device, state: said }) =>
    said === undefined ? { device } : { device, state: said },
  );
  const phase = unitPhase(state);
  return { transaction, phase, devices, waits: waits.map((wait) => ({ ...wait, since })) };
}

const unsaid = {
  name: 'the controller, which runs and does not answer',
  command: 'cutover status',
};
