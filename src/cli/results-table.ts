/** Devices' results for people: a line for each, and the sums. */
import type { DeviceResult } from '../release/results/result.ts';
import { sumsOf, wordFor, type Row } from '../release/results/rows.ts';
import { sanitizeLine } from '../device/sanitize.ts';
import { duration } from '../report/duration.ts';
import { table } from '../report/table.ts';
import { ageWords, reasonWords } from './results-words.ts';

const HEAD = ['device', 'release', 'version', 'should be', 'heard', 'result', ''] as const;
/** Of what a device gives as its reason; `--device` shows all of it. */
const LONGEST = 160;

export function tableLines(rows: readonly Row[]): readonly string[] {
  return [...(rows.length === 0 ? [] : table([HEAD, ...rows.map(cells)])), ...sumLines(rows)];
}

function cells(row: Row): readonly string[] {
  const { device, result } = row;
  return [
    device,
    result?.release ?? '-',
    sanitizeLine(result?.installed ?? '?'),
    targetCell(row),
    row.age === undefined ? '?' : `${ageWords(row.age)} ago`,
    wordFor(row),
    shortened(notes(row).join('; ')),
  ];
}

function targetCell({ target }: Row): string {
  if (target === undefined) return '-';
  return target.activate === undefined ? target.version : `${target.version} ${target.activate}`;
}

/** What somebody may have to do something about stands first. */
export function notes(row: Row): readonly string[] {
  const { result, problem, behind, silent, doubts } = row;
  return [
    ...(behind ? ['behind'] : []),
    ...(silent ? ['silent'] : []),
    ...(problem === undefined ? [] : [sanitizeLine(problem)]),
    ...(result === undefined ? [] : resultNotes(result)),
    ...doubts.map(sanitizeLine),
  ];
}

function resultNotes(result: DeviceResult): readonly string[] {
  const { marks, outcome, to } = result;
  const reason = reasonWords(result);
  return [
    ...marks.map((mark) => mark.toUpperCase()),
    ...(reason === '' ? [] : [reason]),
    ...(outcome === 'fetched' && to !== undefined ? [`has fetched ${sanitizeLine(to)}`] : []),
    ...outageNotes(result),
  ];
}

function outageNotes({ outages }: DeviceResult): readonly string[] {
  return outages.map(
    ({ service, ms, ended }) =>
      `${sanitizeLine(service)} was down for ${duration(ms)}${ended ? '' : ', and still is'}`,
  );
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST ? text : `${characters.slice(0, LONGEST).join('')}…`;
}

function sumLines(rows: readonly Row[]): readonly string[] {
  const sums = sumsOf(rows);
  const outcomes = Object.entries(sums.outcomes)
    .sort(([, left], [, right]) => right - left)
    .map(([word, count]) => `${String(count)} ${word}`);
  const more = (['behind', 'silent', 'unsigned', 'plain', 'doubtful'] as const)
    .filter((word) => sums[word] > 0)
    .map((word) => `${String(sums[word])} ${word}`);
  const devices = `${String(sums.devices)} device${sums.devices === 1 ? '' : 's'}`;
  const parts = [devices, ...(outcomes.length === 0 ? [] : [outcomes.join(', ')])];
  return [`${parts.join(': ')}${more.length === 0 ? '' : `; ${more.join(', ')}`}`];
}

/** One device, with all that it said. */
export function deviceLines(row: Row, log: string | undefined): readonly string[] {
  const { device, result, server } = row;
  const fields = [
    ['device', device],
    ...(server === undefined ? [] : [['from', server]]),
    ...(result === undefined ? [] : resultFields(result)),
    ...(row.target === undefined ? [] : [['should be', targetCell(row)]]),
    ['heard', row.age === undefined ? '?' : `${ageWords(row.age)} ago`],
    ['result', wordFor(row)],
    ...notes(row).map((note) => ['', note]),
  ];
  return [...table(fields), ...logLines(log)];
}

function resultFields(result: DeviceResult): readonly (readonly string[])[] {
  const { script, release, channel, at, from, to, installed, agent } = result;
  const move = [from ?? '?', to ?? '?'].map(sanitizeLine).join(' → ');
  return [
    ['script', script],
    ['release', `${release}, channel ${channel}`],
    ['at', `${at} by its clock`],
    ['version', sanitizeLine(installed ?? '?')],
    ...(to === undefined ? [] : [['upgrade', move]]),
    ['agent', agent],
  ];
}

/** As it is: what a terminal could obey is escaped where data goes out. */
function logLines(log: string | undefined): readonly string[] {
  if (log === undefined) return ['there is no log'];
  return [
    'log:',
    ...log
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => `  | ${line}`),
  ];
}
