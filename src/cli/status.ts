/** `cutover status`: what the journal says is open, and whether a controller works on it. */
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { lockHolder } from '../journal/lock.ts';
import type { JournalReader } from '../journal/reader.ts';
import { replay, unitPhase, waitsFor } from '../protocol/transaction.ts';
import { table } from '../report/table.ts';
import { isUnitRecord, openTransactions, recordsOf } from '../runtime/history.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { readJournal } from './read-journal.ts';
import type { StateOptions } from './options.ts';
import { data, say } from './say.ts';

export async function status({ state, format }: StateOptions): Promise<number> {
  const pid = (await answers(resolve(state))) ? lockHolder(resolve(state))?.pid : undefined;
  return readJournal(state, (journal) => {
    if (journal === undefined) say(`there is no journal in ${resolve(state)}`);
    const open =
      journal === undefined ? [] : openTransactions(journal).map((id) => standingOf(journal, id));
    if (format === 'json') for (const line of jsonLines(pid, open)) data(line);
    else for (const line of textLines(pid, open)) data(line);
    return open.length === 0 ? EXIT.committed : EXIT.pending;
  });
}

interface OpenUnit {
  readonly transaction: string;
  readonly phase: string;
  readonly unit: string;
  readonly operator: string;
  readonly since: string;
  readonly devices: readonly { readonly device: string; readonly state: string }[];
  readonly waits: readonly { readonly name: string; readonly command: string }[];
}

function standingOf(journal: JournalReader, transaction: string): OpenUnit {
  const bodies = recordsOf(journal, transaction);
  const state = replay(bodies.filter(isUnitRecord));
  const unit = bodies.find((body) => body.record === 'unit');
  return {
    transaction,
    phase: unitPhase(state),
    unit: unit?.unit ?? '',
    operator: unit?.operator ?? '',
    since: journal.records(transaction)[0]?.at ?? '',
    devices: state.book.members.map((member) => ({
      device: member.device,
      state: member.state ?? 'not asked yet',
    })),
    waits: waitsFor(state),
  };
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
  return [controller, ...open.flatMap((unit) => unitLines(unit, pid !== undefined))];
}

function unitLines(unit: OpenUnit, attended: boolean): readonly string[] {
  const head = `${unit.transaction}  ${unit.unit}: ${unit.phase}; ${unit.operator} since ${unit.since}`;
  const rows = unit.devices.map(({ device, state }) => [device, `last said: ${state}`]);
  const waits = attended
    ? [
        `  the controller works on it (\`cutover abort ${unit.transaction}\` ends it before the commit)`,
      ]
    : unit.waits.map(({ name, command }) => `  waits for ${name} (\`${command}\`)`);
  return [head, ...table(rows).map((row) => `  ${row}`), ...waits];
}

function answers(state: string): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(join(state, 'controller.sock'));
    socket.once('connect', () => {
      socket.destroy();
      settle(true);
    });
    socket.once('error', () => {
      settle(false);
    });
  });
}
