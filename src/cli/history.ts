/** `cutover history`: what was, from the journal. */
import type { JournalReader } from '../journal/reader.ts';
import { table } from '../report/table.ts';
import { outcomeText } from '../report/outcome-text.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { recordsOf } from '../runtime/history.ts';
import { historyCells, historyHead, historyRows } from './history-row.ts';
import { readJournal } from './read-journal.ts';
import type { StateOptions } from './options.ts';
import { data, say } from './say.ts';

export function history(transaction: string | undefined, { state, format }: StateOptions): number {
  return readJournal(state, (journal) => {
    if (journal === undefined) return noJournal(state, transaction);
    return transaction === undefined ? all(journal, format) : one(journal, transaction, format);
  });
}

/** Nothing has been yet; but who names a transaction has looked into another folder. */
function noJournal(state: string, transaction: string | undefined): number {
  if (transaction === undefined) {
    say(`there is no journal in ${state}`);
    return 0;
  }
  say(`error: there is no journal in ${state}`);
  say('hint: name the state folder of the run with --state');
  return EXIT.wrongInput;
}

function all(journal: JournalReader, format: 'text' | 'json'): number {
  const rows = historyRows(journal);
  if (rows.length === 0) say('nothing was run yet');
  else if (format === 'json')
    for (const row of rows) data(JSON.stringify({ v: 1, what: 'history', ...row }));
  else for (const line of table([historyHead, ...rows.map(historyCells)])) data(line);
  return 0;
}

function one(journal: JournalReader, transaction: string, format: 'text' | 'json'): number {
  const records = journal.records(transaction);
  if (records.length === 0) {
    say(`error: the journal knows no transaction ${transaction}`);
    return EXIT.wrongInput;
  }
  for (const record of records)
    data(format === 'json' ? JSON.stringify({ v: 1, ...record }) : recordLine(record));
  const end = recordsOf(journal, transaction).find((body) => body.record === 'end');
  if (format === 'text' && end !== undefined)
    for (const line of outcomeText(transaction, end.outcome)) data(line);
  return 0;
}

function recordLine({
  seq,
  at,
  epoch,
  kind,
  body,
}: ReturnType<JournalReader['records']>[number]): string {
  const { record: _record, ...more } = body as { record: string } & Record<string, unknown>;
  const shown = 'plan' in more ? { ...more, plan: '…' } : more;
  return `${String(seq).padStart(6)}  ${at}  epoch ${String(epoch)}  ${kind}  ${JSON.stringify(shown)}`;
}
