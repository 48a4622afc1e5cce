/** `cutover recover` and `cutover abort`. */
import { resolve } from 'node:path';
import { hasJournal } from '../journal/reader.ts';
import { operatorName } from '../runtime/ids.ts';
import { converse, type Conversation } from './converse.ts';
import { say } from './say.ts';

export async function recover(options: Conversation): Promise<number> {
  if (!hasJournal(resolve(options.state))) return nothing(options.state);
  return converse(options, { do: 'recover' });
}

export async function abort(transaction: string, options: Conversation): Promise<number> {
  if (!hasJournal(resolve(options.state))) return nothing(options.state);
  return converse(options, { do: 'abort', transaction, operator: operatorName() });
}

function nothing(state: string): number {
  say(`error: there is no journal in ${state}`);
  say('hint: name the state folder of the run with --state');
  return 1;
}
