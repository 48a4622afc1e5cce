/** `cutover status`: what is open, who stands where, what is waited for since when, and what ends the wait. */
import { resolve } from 'node:path';
import { lockHolder } from '../journal/lock.ts';
import { duration } from '../report/duration.ts';
import { stateWord } from '../report/state-word.ts';
import { table } from '../report/table.ts';
import { brokenDevices, type BrokenDevice } from '../runtime/broken.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { lookAt } from '../runtime/look.ts';
import { brokenText } from './broken-text.ts';
import { openUnits, type OpenUnit } from './open-units.ts';
import { readJournal } from './read-journal.ts';
import type { StateOptions } from './options.ts';
import { commandFor } from './pastable.ts';
import { data, say } from './say.ts';

export async function status({ state, format }: StateOptions): Promise<number> {
  const look = await lookAt(resolve(state));
  const pid = look === undefined ? undefined : lockHolder(resolve(state))?.pid;
  return readJournal(state, (journal) => {
    if (journal === undefined) return noJournal(state);
    const found = {
      pid,
      open: openUnits(journal, look).map((unit) => pasted(state, unit)),
      broken: brokenDevices(journal),
    };
    for (const line of format === 'json' ? jsonLines(found) : textLines(found)) data(line);
    if (found.open.length > 0) return EXIT.pending;
    return found.broken.length > 0 ? EXIT.broken : EXIT.committed;
  });
}

function pasted(state: string, unit: OpenUnit): OpenUnit {
  const waits = unit.waits.map((wait) => ({ ...wait, command: commandFor(state, wait.command) }));
  return { ...unit, waits };
}

/** A folder that was mistyped is not taken for one in which all is well. */
function noJournal(state: string): number {
  say(`error: there is no journal in ${resolve(state)}: nothing was run with it yet`);
  say('hint: name the state folder of the run with --state');
  return EXIT.wrongInput;
}

interface Found {
  readonly pid: number | undefined;
  readonly open: readonly OpenUnit[];
  readonly broken: readonly BrokenDevice[];
}

function jsonLines({ pid, open, broken }: Found): readonly string[] {
  const controller = {
    v: 1,
    what: 'controller',
    running: pid !== undefined,
    ...(pid === undefined ? {} : { pid }),
  };
  const units = open.map((unit) => ({ v: 1, what: 'transaction', ...unit }));
  const devices = broken.map((one) => ({ v: 1, what: 'broken', ...one }));
  return [controller, ...units, ...devices].map((line) => JSON.stringify(line));
}

function textLines({ pid, open, broken }: Found): readonly string[] {
  const controller =
    pid === undefined ? 'no controller runs' : `a controller runs, pid ${String(pid)}`;
  const head = open.length === 0 ? `nothing is open; ${controller}` : controller;
  return [head, ...open.flatMap(unitLines), ...broken.map(brokenText)];
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
