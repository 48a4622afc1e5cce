/** `cutover status`: what is open, who stands where, what is waited for since when, and what ends the wait. */
import { resolve } from 'node:path';
import { lockHolder } from '../journal/lock.ts';
import { duration } from '../report/duration.ts';
import { stateWord } from '../report/state-word.ts';
import { table } from '../report/table.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { lookAt } from '../runtime/look.ts';
import { openUnits, type OpenUnit } from './open-units.ts';
import { readJournal } from './read-journal.ts';
import type { StateOptions } from './options.ts';
import { data, say } from './say.ts';

export async function status({ state, format }: StateOptions): Promise<number> {
  const look = await lookAt(resolve(state));
  const pid = look === undefined ? undefined : lockHolder(resolve(state))?.pid;
  return readJournal(state, (journal) => {
    if (journal === undefined) say(`there is no journal in ${resolve(state)}`);
    const open = journal === undefined ? [] : openUnits(journal, look);
    if (format === 'json') for (const line of jsonLines(pid, open)) data(line);
    else for (const line of textLines(pid, open)) data(line);
    return open.length === 0 ? EXIT.committed : EXIT.pending;
  });
}

function jsonLines(pid: number | undefined, open: readonly OpenUnit[]): readonly string[] {
  const controller = {
    v: 1,
    what: 'controller',
    running: pid !== undefined,
    ...(pid === undefined ? {} : { pid }),
  };
  return [controller, ...open.map((unit) => ({ v: 1, what: 'transaction', ...unit }))].map((line) =>
    JSON.stringify(line),
  );
}

function textLines(pid: number | undefined, open: readonly OpenUnit[]): readonly string[] {
  const controller =
    pid === undefined ? 'no controller runs' : `a controller runs, pid ${String(pid)}`;
  if (open.length === 0) return [`nothing is open; ${controller}`];
  return [controller, ...open.flatMap(unitLines)];
}

function unitLines(unit: OpenUnit): readonly string[] {
  const head = `${unit.transaction}  ${unit.unit}: ${unit.phase}; ${unit.operator} since ${unit.since}`;
  const rows = unit.devices.map(({ device, state, told }) => {
    const said = `last said: ${stateWord(state)}`;
    return [device, told === undefined ? said : `${said}; told to ${told}`];
  });
  return [head, ...table(rows).map((row) => `  ${row}`), ...unit.waits.map(waitLine)];
}

function waitLine({ name, since, command }: OpenUnit['waits'][number]): string {
  const age = duration(Math.max(0, Date.now() - Date.parse(since)));
  return `  waits for ${name}, for ${age} (\`${command}\`)`;
}
