/**
 * The controller: one process, one state folder, one journal. Faces talk to it over its socket.
 *
 * Rule 1: it first takes up whatever an earlier life left open.
 * Rule 2: it ends by itself when nothing is under way and nobody looks.
 * Rule 3: a journal that failed decides nothing more; once nothing is under way it is opened again for whoever asks.
 */
import { JournalError } from '../journal/journal-error.ts';
import { openJournal } from '../journal/journal.ts';
import type { StateLock } from '../journal/lock.ts';
import { fault, type FaultValue, type OrFault } from '../protocol/fault.ts';
import type { Asker } from './asker.ts';
import { download } from './download.ts';
import { exitCodeOf } from './exit-code.ts';
import { makeHub, type Hub } from './hub.ts';
import { makeLiveUnits, type LiveUnit } from './live.ts';
import type { Outcome } from '../protocol/transaction.ts';
import type { Office } from './office.ts';
import { openTransactions } from './history.ts';
import { foundSubjects, recoverAll, recoverOpen } from './recover.ts';
import { outcomeIn } from './runs.ts';
import type { Request } from './requests.ts';
import { run } from './run.ts';
import { underWay, type UnderWay } from './under-way.ts';

export interface Controller {
  readonly hub: Hub;
  /** The exit code of what was asked. */
  handle(request: Request, asker: Asker): Promise<OrFault<number>>;
  look(): readonly UnderWay[];
  /** Nothing under way, nothing pending. */
  idle(): boolean;
}

export function startController(state: string, lock: StateLock): Controller {
  const hub = makeHub();
  let busy = 0;
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    busy += 1;
    try {
      return await work;
    } finally {
      busy -= 1;
    }
  };
  const opened = (): OpenOffice => {
    const office = openOffice(state, lock, hub);
    const found = foundSubjects(office);
    const recovered = counted(recoverAll(office));
    // A damaged record is told to whoever asks next; it doesn't end the controller.
    recovered.catch(() => undefined);
    return { office, found, recovered, told: false };
  };
  let open = opened();
  const current = (): OpenOffice => {
    const { journal, live } = open.office;
    if (!journal.failed() || live.all().length > 0) return open;
    // Whose lock is gone is not the controller of this folder any more.
    lock.check();
    journal.close();
    open = opened();
    return open;
  };
  return {
    hub,
    handle: (request, asker) => counted(handled(current, request, asker)),
    look: () => {
      const now = new Date().toISOString();
      return open.office.live.all().map(({ driver }) => underWay(driver, now));
    },
    idle: () => busy === 0 && open.office.live.all().length === 0,
  };
}

interface OpenOffice {
  readonly office: Office;
  /** Somebody has been told what was found at the start. */
  told: boolean;
  readonly recovered: ReturnType<typeof recoverAll>;
  readonly found: readonly string[];
}

/** The first who asks hears what was found at the start; whoever recovers, of all that is under way. */
function concernsWhatIsWaitedFor(
  { office, told, found }: OpenOffice,
  request: Request,
  asker: Asker,
): void {
  if (request.do === 'abort') return asker.concerns(request.transaction);
  const recovers = request.do === 'recover';
  const open = recovers ? openTransactions(office.journal) : [];
  const live = recovers ? office.live.all().map(({ driver }) => driver.transaction) : [];
  const subjects = new Set([...(told ? [] : found), ...open, ...live]);
  for (const subject of subjects) asker.concerns(subject);
}

function openOffice(state: string, lock: StateLock, hub: Hub): Office {
  const journal = openJournal(state, { lock });
  try {
    return { journal, hub, live: makeLiveUnits(), epoch: journal.raiseEpoch() };
  } catch (error) {
    journal.close();
    throw error;
  }
}

async function handled(
  current: () => OpenOffice,
  request: Request,
  asker: Asker,
): Promise<OrFault<number>> {
  try {
    return await handle(current(), request, asker);
  } catch (error) {
    if (error instanceof JournalError) return { fault: error.fault };
    throw error;
  }
}

async function handle(open: OpenOffice, request: Request, asker: Asker): Promise<OrFault<number>> {
  const { office, recovered, told } = open;
  concernsWhatIsWaitedFor(open, request, asker);
  open.told = true;
  switch (request.do) {
    case 'run':
      await recovered;
      return run(office, request, asker);
    case 'download':
      await recovered;
      return download(office, request, asker);
    case 'recover':
      return recoverAgain(office, told ? [] : await recovered);
    case 'abort':
      return abort(office, recovered, request);
    case 'look':
    case 'interrupt':
    case 'halt':
      return fault('bad-request', `${request.do} is for the connection that asked`);
  }
}

/** What is under way or pending here is waited for; a pending unit for a while, as it tries again by itself. */
async function recoverAgain(
  office: Office,
  first: Awaited<ReturnType<typeof recoverAll>>,
): Promise<number> {
  const settled = first.filter(({ result }) => result !== 'pending');
  const left = await recoverOpen(office);
  const live = await Promise.all(office.live.all().map(laterOutcome));
  return exitCodeOf([...settled, ...left, ...live]);
}

const RECOVER_MS = 60_000;

async function laterOutcome({ driver, outcome }: LiveUnit): Promise<Outcome> {
  const said = await outcome;
  if (said.result !== 'pending') return said;
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(said);
    }, RECOVER_MS);
    driver.onOutcome((later) => {
      clearTimeout(timer);
      resolve(later);
    });
  });
}

/** 0 if it ended without a commit, as was asked. */
async function abort(
  office: Office,
  recovered: ReturnType<typeof recoverAll>,
  { transaction, operator }: Extract<Request, { do: 'abort' }>,
): Promise<OrFault<number>> {
  const unit = office.live.get(transaction);
  if (unit === undefined) {
    // A controller that has just started goes back by itself, unless the commit is on disc.
    await recovered;
    return judgeAbort(transaction, outcomeIn(office.journal, transaction));
  }
  unit.driver.happen({ event: 'abort-asked', by: operator });
  return judgeAbort(transaction, await unit.outcome);
}

function judgeAbort(transaction: string, outcome: Outcome | undefined): OrFault<number> {
  if (outcome === undefined) return unknown(transaction);
  if (outcome.decision === 'commit') return committed(transaction, outcome);
  return outcome.result === 'refused' || outcome.result === 'reverted' ? 0 : exitCodeOf([outcome]);
}

function committed(transaction: string, { result }: Outcome): FaultValue {
  if (result === 'committed')
    return fault('ended', `${transaction} has ended, committed: nothing was done`);
  return fault('committed', `${transaction} is committed: it can only go forward`, {
    hint: 'see `cutover status`',
  });
}

function unknown(transaction: string): FaultValue {
  return fault('no-transaction', `no transaction ${transaction} is under way`, {
    hint: 'see `cutover status`',
  });
}
