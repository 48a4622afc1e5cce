/** What an earlier life of the controller left open, taken up again under a new epoch. */
import { JournalError } from '../journal/journal-error.ts';
import { fault, type FaultValue } from '../protocol/fault.ts';
import {
  replay,
  unitPhase,
  type Outcome,
  type UnitOrders,
  type UnitRecord,
} from '../protocol/transaction.ts';
import type { ResolvedPlan } from '../planning/resolved.ts';
import { makeDriver } from './driver.ts';
import { follow } from './follow.ts';
import { exitCodeOf } from './exit-code.ts';
import { isUnitRecord, openTransactions, recordsOf, type RecordBody } from './history.ts';
import { makeRecorder } from './recorder.ts';
import { unfinishedRuns, unitsOf, type UnfinishedRun } from './runs.ts';
import { secretsOrFaults } from './plan-secrets.ts';
import type { Office } from './office.ts';
import { standingOf } from './standing.ts';

/** What a controller that starts has to tell: open transactions, and ends that nobody was told of. */
export function foundSubjects(office: Office): readonly string[] {
  return [...openTransactions(office.journal), ...untoldSubjects(office)];
}

/** A damaged record is the recovery's to tell. */
function untoldSubjects({ journal }: Office): readonly string[] {
  try {
    return unfinishedRuns(journal).flatMap(({ ended }) =>
      ended.map(({ transaction }) => transaction),
    );
  } catch (error) {
    if (error instanceof JournalError) return [];
    throw error;
  }
}

/** All are taken up at once; all outcomes are waited for, those included that nobody was told of. */
export async function recoverAll(office: Office): Promise<readonly Outcome[]> {
  const untold = unfinishedRuns(office.journal);
  const outcomes = await recoverOpen(office);
  const ended = untold.flatMap(({ ended }) => ended);
  for (const { transaction, unit, outcome } of ended)
    office.hub.emit({ event: 'unit-ended', transaction, unit, outcome });
  await endRuns(office, untold);
  return [...outcomes, ...ended.map(({ outcome }) => outcome)];
}

/** Those that are open and that nobody here works on: left by an earlier life, or given up by this one. */
export async function recoverOpen(office: Office): Promise<readonly Outcome[]> {
  const open = openTransactions(office.journal).filter(
    (transaction) => office.live.get(transaction) === undefined,
  );
  return Promise.all(open.map((transaction) => recover(office, transaction)));
}

/** A run whose units have all ended has ended, with the gravest of them. */
async function endRuns(office: Office, runs: readonly UnfinishedRun[]): Promise<void> {
  for (const { run } of runs) {
    const units = unitsOf(office.journal, run);
    if (units.some(({ outcome }) => outcome === undefined)) continue;
    const exitCode = exitCodeOf(units.flatMap(({ outcome }) => outcome ?? []));
    await makeRecorder(office.journal, run).record([{ record: 'run-end', run, exitCode }]);
  }
}

async function recover(office: Office, transaction: string): Promise<Outcome> {
  const found = foundOf(office, transaction);
  if ('fault' in found) return unreadable(found);
  const { journal, hub, epoch } = office;
  const state = replay(found.records);
  const secrets = await secretsOrFaults(found.plan);
  const header = {
    transaction,
    epoch,
    controller: journal.controller,
    operator: found.operator,
    since: new Date().toISOString(),
  };
  const driver = makeDriver(
    {
      plan: found.plan,
      orders: found.orders,
      header,
      journal,
      hub,
      captured: found.captured,
      sent: found.sent,
      secrets,
    },
    state,
  );
  hub.emit({ event: 'recovery-found', transaction, found: unitPhase(state) });
  hub.emit({
    event: 'unit-started',
    transaction,
    unit: found.unit,
    devices: driver.devices,
    epoch,
  });
  hub.emit(
    standingOf(
      { transaction, unit: found.unit, operator: found.operator, since: found.since },
      state,
    ),
  );
  const outcome = follow(office, { driver, unit: found.unit, operator: found.operator });
  driver.happen({ event: 'taken-over', ownJournal: true });
  return outcome;
}

interface Found {
  readonly plan: ResolvedPlan;
  readonly unit: string;
  readonly operator: string;
  /** When it began. */
  readonly since: string;
  readonly orders: UnitOrders;
  readonly records: readonly UnitRecord[];
  readonly captured: readonly Extract<RecordBody, { record: 'captured' }>[];
  readonly sent: readonly Extract<RecordBody, { record: 'sent' }>[];
}

function foundOf(office: Office, transaction: string): Found | FaultValue {
  const bodies = recordsOf(office.journal, transaction);
  const unit = bodies.find((body) => body.record === 'unit');
  const begun = bodies.find((body) => body.record === 'begin');
  const run =
    unit === undefined
      ? undefined
      : recordsOf(office.journal, unit.run).find((body) => body.record === 'run-begin');
  if (unit === undefined || begun === undefined || run === undefined)
    return fault('journal-corrupt', `the journal lacks the beginning of ${transaction}`);
  return {
    plan: run.plan,
    unit: unit.unit,
    operator: unit.operator,
    since: office.journal.records(transaction)[0]?.at ?? '',
    orders: begun.orders,
    records: bodies.filter(isUnitRecord),
    captured: bodies.filter((body) => body.record === 'captured'),
    sent: bodies.filter((body) => body.record === 'sent'),
  };
}

function unreadable(found: FaultValue): Outcome {
  return { result: 'journal-fault', decision: 'none', cause: found.fault, devices: [] };
}
