/** `cutover recover` and `cutover abort`. */
import { resolve } from 'node:path';
import { JournalError } from '../journal/journal-error.ts';
import { hasJournal, type JournalReader } from '../journal/reader.ts';
import { EXIT, exitCodeOf } from '../runtime/exit-code.ts';
import { operatorName } from '../runtime/ids.ts';
import { outcomeIn } from '../runtime/runs.ts';
import { converse, type Conversation } from './converse.ts';
import { commandFor } from './pastable.ts';
import { readJournal } from './read-journal.ts';
import { refusedBy } from './refused-by.ts';
import { say } from './say.ts';

export async function recover(options: Conversation): Promise<number> {
  return withJournal(options, () => converse(options, { do: 'recover' }));
}

/** Where the journal shows that nothing is to be done, no controller is started to say so. */
export async function abort(transaction: string, options: Conversation): Promise<number> {
  const known = readJournal(options.state, (journal) =>
    journal === undefined ? nothing(options.state) : endedAlready(journal, transaction, options),
  );
  return known ?? converse(options, { do: 'abort', transaction, operator: operatorName() });
}

/** Missing while it is open. */
function endedAlready(
  journal: JournalReader,
  transaction: string,
  { state }: Conversation,
): number | undefined {
  const begun = journal.records(transaction).some(({ kind }) => kind === 'begin');
  if (!begun) {
    say(`error: the journal knows no unit's transaction ${transaction}`);
    say(`hint: see \`${commandFor(state, 'cutover history')}\``);
    return EXIT.wrongInput;
  }
  const outcome = outcomeIn(journal, transaction);
  if (outcome === undefined) return undefined;
  const isCommitted = outcome.result === 'committed';
  say(
    `${isCommitted ? 'error: ' : ''}${transaction} has ended (${outcome.result}): nothing was done`,
  );
  if (isCommitted) return EXIT.wrongInput;
  const isAsAsked = outcome.result === 'refused' || outcome.result === 'reverted';
  return isAsAsked ? EXIT.committed : exitCodeOf([outcome]);
}

/** A folder without a journal is not the one that is meant: nothing is begun in it. */
async function withJournal({ state }: Conversation, work: () => Promise<number>): Promise<number> {
  try {
    if (!hasJournal(resolve(state))) return nothing(state);
  } catch (error) {
    if (error instanceof JournalError) return refusedBy(error.fault, state);
    throw error;
  }
  return work();
}

function nothing(state: string): number {
  say(`error: there is no journal in ${state}`);
  say('hint: name the state folder of the run with --state');
  return EXIT.wrongInput;
}
