/** `cutover recover` and `cutover abort`. */
import { resolve } from 'node:path';
import { JournalError } from '../journal/journal-error.ts';
import { hasJournal } from '../journal/reader.ts';
import { operatorName } from '../runtime/ids.ts';
import { converse, type Conversation } from './converse.ts';
import { refusedBy } from './refused-by.ts';
import { say } from './say.ts';

export async function recover(options: Conversation): Promise<number> {
  return withJournal(options, () => converse(options, { do: 'recover' }));
}

export async function abort(transaction: string, options: Conversation): Promise<number> {
  const operator = operatorName();
  return withJournal(options, () => converse(options, { do: 'abort', transaction, operator }));
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
  return 1;
}
