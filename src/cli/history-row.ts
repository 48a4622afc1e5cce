/** One row of `cutover history`: a run, a download or a unit's transaction, as the journal knows it. */
import type { JournalReader, TransactionSummary } from '../journal/reader.ts';
import type { Outcome } from '../protocol/transaction.ts';
import { duration } from '../report/duration.ts';
import { EXIT, exitCodeOf } from '../runtime/exit-code.ts';
import { recordsOf, type RecordBody } from '../runtime/history.ts';

/** Fields are added, never changed. */
export interface HistoryRow {
  readonly transaction: string;
  readonly kind: 'run' | 'download' | 'unit';
  /** When it began, and ended; ISO 8601. */
  readonly since: string;
  readonly until?: string;
  readonly tookMs?: number;
  /** Of a unit: the run that it belongs to. */
  readonly run?: string;
  readonly operator: string;
  /** The plan's title, or the unit's. */
  readonly title: string;
  readonly release?: string;
  readonly version: string;
  readonly devices: readonly string[];
  /** How it ended, or `open`; `not begun` of a unit that nothing was done for. */
  readonly result: string;
  readonly cause: string;
}

type Known = Omit<HistoryRow, 'transaction' | 'since' | 'until' | 'tookMs'>;

/** In the journal's order. */
export function historyRows(journal: JournalReader): readonly HistoryRow[] {
  const found = journal.transactions().map((summary) => {
    const bodies = recordsOf(journal, summary.transaction);
    return { summary, bodies, outcome: bodies.find((body) => body.record === 'end')?.outcome };
  });
  const units = Map.groupBy(found, ({ bodies }) => runIn(bodies));
  return found.map(({ summary, bodies }) =>
    rowOf(summary, bodies, units.get(summary.transaction) ?? []),
  );
}

interface RunUnit {
  readonly summary: TransactionSummary;
  readonly bodies: readonly RecordBody[];
  readonly outcome: Outcome | undefined;
}

function runIn(bodies: readonly RecordBody[]): string | undefined {
  return bodies.find((body) => body.record === 'unit')?.run;
}

/** A run has ended when its last unit has: one that was pending may have gone on. */
function rowOf(
  { transaction, since, until: own, kinds }: TransactionSummary,
  bodies: readonly RecordBody[],
  units: readonly RunUnit[],
): HistoryRow {
  const run = bodies.find((body) => body.record === 'run-begin');
  const known = run === undefined ? unitOf(bodies) : runOf(run, bodies, kinds, units);
  const until = [own, ...units.map(({ summary }) => summary.until)].reduce((one, other) =>
    one > other ? one : other,
  );
  const tookMs = Date.parse(until) - Date.parse(since);
  const ended = known.result === 'open' ? {} : { until, tookMs };
  return { transaction, since, ...ended, ...known };
}

export const historyHead = [
  ...['began', 'kind', 'plan or unit', 'version', 'outcome', 'took', 'transaction', 'cause'],
] as const;

/** In the order of the head. */
export function historyCells(row: HistoryRow): readonly string[] {
  const { since, kind, title, version, result, tookMs, transaction, cause } = row;
  const took = tookMs === undefined ? '-' : duration(tookMs);
  return [since, kind, title, version, result, took, transaction, cause];
}

function runOf(
  { plan, operator }: Extract<RecordBody, { record: 'run-begin' }>,
  bodies: readonly RecordBody[],
  kinds: TransactionSummary['kinds'],
  units: readonly RunUnit[],
): Known {
  // A run sends nothing itself, its units do.
  const kind = kinds.has('sent') || kinds.has('download-answered') ? 'download' : 'run';
  const end = bodies.find((body) => body.record === 'run-end');
  const { name, version } = plan.release;
  const devices = Object.keys(plan.devices);
  const result = end === undefined ? 'open' : resultOf(kind, end.exitCode, units);
  const cause = causesOf(units);
  return { kind, operator, title: plan.title, release: name, version, devices, result, cause };
}

function unitOf(bodies: readonly RecordBody[]): Known {
  const unit = bodies.find((body) => body.record === 'unit');
  const begun = bodies.find((body) => body.record === 'begin');
  const { members, title } = begun?.orders ?? { members: [], title: unit?.unit ?? '' };
  return {
    kind: 'unit',
    ...(unit === undefined ? {} : { run: unit.run }),
    operator: unit?.operator ?? '',
    title,
    version: members[0]?.version ?? '',
    devices: members.map(({ device }) => device),
    ...endOf(bodies, begun === undefined ? 'not begun' : 'open'),
  };
}

function endOf(bodies: readonly RecordBody[], standing: string): Pick<Known, 'result' | 'cause'> {
  const outcome = bodies.find((body) => body.record === 'end')?.outcome;
  return { result: outcome === undefined ? standing : wordOf(outcome), cause: causeOf(outcome) };
}

const RESULTS: ReadonlyMap<number, string> = new Map([
  [EXIT.committed, 'committed'],
  [EXIT.refused, 'refused'],
  [EXIT.reverted, 'reverted'],
  [EXIT.pending, 'pending'],
  [EXIT.broken, 'broken'],
  [EXIT.fenced, 'fenced'],
  [EXIT.journal, 'journal-fault'],
]);

/** The gravest of its units', as they stand now: what was pending when it ended may have been settled since. */
function resultOf(kind: 'run' | 'download', exitCode: number, units: readonly RunUnit[]): string {
  if (kind === 'download' && exitCode === EXIT.committed) return 'downloaded';
  const outcomes = units.flatMap(({ outcome }) => outcome ?? []);
  const settled = outcomes.length === units.length && outcomes.length > 0;
  const code = settled ? exitCodeOf(outcomes) : exitCode;
  const words = new Set(outcomes.filter((one) => exitCodeOf([one]) === code).map(wordOf));
  const [word] = words;
  return settled && words.size === 1 && word !== undefined ? word : nameOf(code);
}

function nameOf(code: number): string {
  return RESULTS.get(code) ?? `exit ${String(code)}`;
}

/** As it ended; told apart are what had nothing to do, and what an operator ended before any service was touched. */
function wordOf({ result, cause, devices }: Outcome): string {
  if (result === 'committed' && devices.every(({ already }) => already === true))
    return 'nothing-to-do';
  if (result === 'refused' && cause?.code === 'abort-asked') return 'aborted';
  return result;
}

/** With several units each cause says whose it is. */
function causesOf(units: readonly RunUnit[]): string {
  const causes = units.flatMap(({ bodies, outcome }) => {
    const cause = causeOf(outcome);
    const title = bodies.find((body) => body.record === 'unit')?.unit ?? '';
    return cause === '' ? [] : [units.length === 1 ? cause : `${title}: ${cause}`];
  });
  return causes.join('; ');
}

/** The first cause, and of what could not be put back, why. */
function causeOf(outcome: Outcome | undefined): string {
  if (outcome === undefined) return '';
  const first = outcome.cause === undefined ? [] : [told(outcome.cause)];
  const broken = outcome.devices.flatMap(({ device, standing, fault }) =>
    standing === 'broken' && fault !== undefined ? [`${device} is broken: ${fault.message}`] : [],
  );
  return [...first, ...broken].join('; ');
}

function told({ device, message }: NonNullable<Outcome['cause']>): string {
  return device === undefined ? message : `${device}: ${message}`;
}
