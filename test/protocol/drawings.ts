/** Drawings and tables for docs/protocol.md, drawn from the product's tables. */
import { deviceTable, reactionTo } from '../../src/protocol/device-table.ts';
import { phases, type PhaseRow } from '../../src/protocol/phases.ts';
import { recoveryTable } from '../../src/protocol/recovery-table.ts';
import type { UnitOrders } from '../../src/protocol/transaction.ts';
import { allOrders, allStates, reactionOf } from './model/reactions.ts';

export const drawings: Readonly<Record<string, () => string>> = {
  phases: drawPhases,
  'phase-table': tabulatePhases,
  recovery: tabulateRecovery,
  device: drawDevice,
  'device-table': tabulateDevice,
};

const rows = Object.entries(phases) as readonly (readonly [string, PhaseRow])[];
const told = rows.filter(([, { order }]) => order !== undefined);

function drawPhases(): string {
  const onward = told.flatMap(([phase, { order, next }]) =>
    next !== undefined ? [`${phase} --> ${next}: all answered ${String(order)}`] : [],
  );
  const back = told.flatMap(([phase, { kind }]) =>
    kind === 'forward' ? [`${phase} --> reverting: ABORT`] : [],
  );
  const acts = [...new Set(recoveryTable.map(({ act }) => act))];
  const target = {
    commit: 'confirming',
    abort: 'reverting',
    rest: 'ended',
    inquire: 'recovering',
  } as const;
  const recovered = acts.map((act) => `recovering --> ${target[act]}: ${act}`);
  return diagram([
    '[*] --> asking: BEGIN',
    ...onward,
    ...back,
    '[*] --> recovering: taken over',
    ...recovered,
    'ended --> [*]',
  ]);
}

function diagram(lines: readonly string[]): string {
  return ['```mermaid', 'stateDiagram-v2', ...lines.map((line) => `  ${line}`), '```'].join('\n');
}

function tabulatePhases(): string {
  const head = ['phase', 'tells', 'whom', 'only after, on disk', 'when it goes wrong', 'then'];
  const wrong = { forward: 'all go back', sure: 'it is said again', after: 'a warning', still: '' };
  return table(
    head,
    told.map(([phase, row]) => [
      phase,
      `\`${String(row.order)}\``,
      whom(row),
      String(row.after).toUpperCase(),
      wrong[row.kind],
      row.next ?? 'by the table below',
    ]),
  );
}

const example: UnitOrders = {
  ...{ transaction: 't', title: 't', members: [], voteWithinMs: 0, atOnce: 0 },
  ...{ prepareRanks: [['prepare']], switchRanks: [['switch']] },
};

function whom({ who, ranks }: PhaseRow): string {
  const order = ranks ? `in the order of \`${String(ranks(example)[0]?.[0])}\`` : 'all at once';
  return who ? `some, ${order}` : order;
}

function tabulateRecovery(): string {
  const cell = (value: string | undefined): string => value ?? 'any';
  return table(
    ['what is known', 'journal', 'whose word', 'asked', 'confirmed', 'voted', 'so'],
    recoveryTable.map(({ label, when, act }) => [
      label,
      cell(when.journal),
      cell(when.trust),
      cell(when.asked),
      cell(when.confirmed),
      cell(when.voted),
      act,
    ]),
  );
}

/** Where the orders lead that change a state, and what failing or going back alone leads to. */
function drawDevice(): string {
  const led = allStates.flatMap((state) =>
    allOrders.flatMap((order) => {
      const { way } = reactionOf(state, order);
      if (reactionTo(state, order) !== 'do' || order === 'revert' || way.length === 0) return [];
      return [state, ...way]
        .slice(1)
        .map(
          (to, at) =>
            `${name(at === 0 ? state : String(way[at - 1]))} --> ${name(to)}: ${at === 0 ? order : 'done'}`,
        );
    }),
  );
  const back = allStates.filter(
    (state) => reactionTo(state, 'revert') === 'do' && state !== 'revert-intent',
  );
  return diagram([
    '[*] --> idle',
    ...new Set(led),
    ...back.map((state) => `${name(state)} --> ${name('revert-intent')}: revert`),
    `${name('revert-intent')} --> dead: as before`,
    `${name('revert-intent')} --> broken: it failed`,
  ]);
}

/** Mermaid reads a hyphen as an arrow's. */
function name(state: string): string {
  return state.replaceAll('-', '_');
}

function tabulateDevice(): string {
  const states = Object.keys(deviceTable) as (keyof typeof deviceTable)[];
  const mark = { do: 'do', answer: 'answer', refuse: '·' };
  return table(
    ['state', ...allOrders],
    states.map((state) => [
      `\`${state}\``,
      ...allOrders.map((order) => mark[reactionTo(state, order)]),
    ]),
  );
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}
