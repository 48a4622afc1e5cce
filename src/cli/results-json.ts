/**
 * Devices' results for programs: one object on one line, as docs/results.md says, and JUnit's XML.
 *
 * Rule 1: whatever a device says stays text: nothing in it ends a string, an attribute or an element.
 */
import { sanitizeLine } from '../device/sanitize.ts';
import type { ResultServer } from '../release/results/gather.ts';
import { sumsOf, wordFor, type Row, type Sums } from '../release/results/rows.ts';
import { notes } from './results-table.ts';

/** What `--format json` prints; a test holds docs/results.md against it. */
export interface ResultsJson {
  readonly v: 1;
  readonly what: 'results';
  /** By the clock of whoever asks. */
  readonly at: string;
  readonly servers: readonly ResultServer[];
  readonly devices: readonly DeviceJson[];
  readonly sums: Sums;
}

export interface DeviceJson {
  readonly device: string;
  readonly result: string;
  readonly server?: string;
  readonly script?: string;
  readonly release?: string;
  readonly channel?: string;
  readonly version?: string;
  readonly target?: string;
  readonly activate?: string;
  readonly at?: string;
  readonly ageMs?: number;
  readonly behind: boolean;
  readonly silent: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly agent?: string;
  readonly marks: readonly string[];
  readonly reason?: string;
  readonly step?: number;
  readonly line?: number;
  readonly why?: string;
  readonly outages: readonly {
    readonly service: string;
    readonly ms: number;
    readonly ended: boolean;
  }[];
  readonly problem?: string;
  readonly doubts: readonly string[];
  readonly log?: string;
}

export interface Shown {
  readonly now: number;
  readonly servers: readonly ResultServer[];
  readonly rows: readonly Row[];
  /** Of the only device that was asked for. */
  readonly log?: string;
}

export function jsonText({ now, servers, rows, log }: Shown): string {
  const devices = rows.map((row) => ({
    ...deviceJson(row),
    ...(log === undefined ? {} : { log }),
  }));
  const at = new Date(now).toISOString();
  const shown: ResultsJson = { v: 1, what: 'results', at, servers, devices, sums: sumsOf(rows) };
  return escapedJson(JSON.stringify(shown));
}

/** JSON lets C1, marks of direction and others stand as they are; a terminal must not. */
function escapedJson(text: string): string {
  return text.replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function deviceJson(row: Row): DeviceJson {
  const { device, server, result, problem, doubts, behind, silent, age, target } = row;
  const { installed, outcome: _outcome, device: _device, ...said } = result ?? NOTHING_SAID;
  return {
    device,
    result: wordFor(row),
    ...(server === undefined ? {} : { server }),
    ...said,
    ...(installed === undefined ? {} : { version: installed }),
    ...(target === undefined ? {} : { target: target.version }),
    ...(target?.activate === undefined ? {} : { activate: target.activate }),
    ...(age === undefined ? {} : { ageMs: age }),
    behind,
    silent,
    ...(problem === undefined ? {} : { problem }),
    doubts,
  };
}

const NOTHING_SAID = { installed: undefined, outcome: '', device: '', marks: [], outages: [] };

/** A device that is where it should be has passed. */
export function junitLines({ now, servers, rows }: Shown): readonly string[] {
  const faults = servers.filter(({ fault }) => fault !== undefined);
  const failed = rows.filter((row) => troubleOf(row) !== undefined).length;
  const counts = `tests="${String(rows.length + servers.length)}" failures="${String(failed)}" errors="${String(faults.length)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="cutover release results" ${counts} timestamp="${new Date(now).toISOString().slice(0, 19)}">`,
    ...servers.map(serverCase),
    ...rows.map(deviceCase),
    '</testsuite>',
  ];
}

function serverCase({ url, fault }: ResultServer): string {
  const inside = fault && `<error type="${xml(fault.code)}" message="${xml(fault.message)}"/>`;
  return testcase('server', url, inside);
}

function deviceCase(row: Row): string {
  const trouble = troubleOf(row);
  const message = xml(notes(row).join('; '));
  const inside =
    trouble === undefined ? undefined : `<failure type="${xml(trouble)}" message="${message}"/>`;
  return testcase(row.result?.release ?? '-', row.device, inside);
}

function testcase(group: string, name: string, inside: string | undefined): string {
  const head = `  <testcase classname="${xml(group)}" name="${xml(name)}"`;
  return inside === undefined ? `${head}/>` : `${head}>${inside}</testcase>`;
}

const WELL = ['current', 'committed', 'fetched'];

/** In a word; nothing where all is well. */
export function troubleOf(row: Row): string | undefined {
  const word = wordFor(row);
  if (!WELL.includes(word)) return word;
  if (row.doubts.length > 0) return 'doubtful';
  if (row.silent) return 'silent';
  return row.behind ? 'behind' : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** XML has no way at all to write a control character: they are escaped before. */
function xml(text: string): string {
  return sanitizeLine(text)
    .replace(/[\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
    .replace(/[&<>"]/g, (one) => ENTITIES[one] ?? '');
}
