/** Runs as the journal knows them: which units they had, and how these ended. */
import type { JournalReader } from '../journal/reader.ts';
import type { Outcome } from '../protocol/transaction.ts';
import { recordsOf } from './history.ts';

export interface UnfinishedRun {
  readonly run: string;
  /** Units that ended before anybody could be told. */
  readonly ended: readonly {
    readonly transaction: string;
    readonly unit: string;
    readonly outcome: Outcome;
  }[];
}

export interface RunUnit {
  readonly transaction: string;
  readonly unit: string;
  /** Missing while it is open. */
  readonly outcome: Outcome | undefined;
}

/** Runs that began and did not end: their controller was killed. A download leaves nothing to finish. */
export function unfinishedRuns(journal: JournalReader): readonly UnfinishedRun[] {
  return journal
    .transactions()
    .filter(({ kinds }) => kinds.has('run-begin') && !kinds.has('run-end'))
    .map(({ transaction: run }) => ({ run, ended: endedUnits(journal, run) }));
}

function endedUnits(journal: JournalReader, run: string): UnfinishedRun['ended'] {
  return unitsOf(journal, run).flatMap(({ transaction, unit, outcome }) =>
    outcome === undefined ? [] : [{ transaction, unit, outcome }],
  );
}

/** A unit of which only the intention to begin is on disc touched nothing, and is not among them. */
export function unitsOf(journal: JournalReader, run: string): readonly RunUnit[] {
  const all = journal.transactions().filter(({ kinds }) => kinds.has('unit') && kinds.has('begin'));
  return all.flatMap(({ transaction }) => unitOf(journal, transaction, run));
}

function unitOf(journal: JournalReader, transaction: string, run: string): readonly RunUnit[] {
  const bodies = recordsOf(journal, transaction);
  const unit = bodies.find((body) => body.record === 'unit');
  if (unit?.run !== run) return [];
  return [{ transaction, unit: unit.unit, outcome: outcomeIn(journal, transaction) }];
}

/** How a transaction ended; missing where it is open or unknown. */
export function outcomeIn(journal: JournalReader, transaction: string): Outcome | undefined {
  return recordsOf(journal, transaction).find((body) => body.record === 'end')?.outcome;
}
