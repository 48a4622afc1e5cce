/** How results are shown: as a table, as docs/results.md's JSON, as JUnit; hostile ones too. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { jsonText, junitLines } from '../../src/cli/results-json.ts';
import { deviceLines, tableLines } from '../../src/cli/results-table.ts';
import { reasonWords } from '../../src/cli/results-words.ts';
import { parseResult, type DeviceResult } from '../../src/release/results/result.ts';
import type { Row } from '../../src/release/results/rows.ts';
import { resultText, type Said } from '../release/results/texts.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

function result(said: Said): DeviceResult {
  const parsed = parseResult(resultText(said));
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

function row(device: string, said: Said, more: Partial<Row> = {}): Row {
  const there = result({ ...said, device });
  return {
    device,
    result: there,
    server: 'ftp://a',
    age: 90_000,
    doubts: [],
    behind: false,
    silent: false,
    ...more,
  };
}

const failed =
  'marks unsigned\nreason step-failed\nstep 12\nline 37\nwhy it%20broke\noutage daemon 190 0\n';
const rows: readonly Row[] = [
  row('atm-1', { installed: '3.0' }, { target: { version: '3.0' } }),
  row(
    'atm-2',
    { installed: '2.0', outcome: 'reverted', more: failed },
    {
      behind: true,
      target: { version: '3.0' },
    },
  ),
  {
    device: 'atm-3',
    server: 'ftp://a',
    problem: 'line 2: no',
    doubts: [],
    behind: false,
    silent: false,
  },
  { device: 'atm-4', doubts: [], behind: false, silent: true },
];

test('B10: a line for each device, the reason in words, and the sums', () => {
  expect(tableLines(rows)).toEqual([
    'device  release  version  should be  heard      result',
    'atm-1   core     3.0      3.0        1 min ago  current',
    'atm-2   core     2.0      3.0        1 min ago  reverted    behind; UNSIGNED; a step failed (step 12, line 37): it broke; daemon was down for 1.90 s, and still is',
    'atm-3   -        ?        -          ?          unreadable  line 2: no',
    'atm-4   -        ?        -          ?          never       silent',
    '4 devices: 1 current, 1 reverted, 1 unreadable, 1 never; 1 behind, 1 silent, 1 unsigned',
  ]);
  expect(tableLines([])).toEqual(['0 devices']);
});

test('B10: every code that an agent reports has its words', () => {
  const sources = ['run', 'transact', 'work', 'metadata', 'roots', 'signature', 'trust', 'go'];
  const text = sources.map((name) => read(`src/device/agent/${name}.sh`)).join('\n');
  const found = [...text.matchAll(/(?:run_fail |trust_refuse |"reason )([a-z]+(?:-[a-z]+)*)\b/g)];
  const codes = new Set(found.map(([, code = '']) => code));
  expect(codes.size).toBeGreaterThan(15);
  const bare = [...codes].filter(
    (code) => reasonWords(result({ more: `reason ${code}\n` })) === code,
  );
  expect(bare).toEqual([]);
});

describe('F9 S14: what a device says stays text', () => {
  const words = 'reason look\nwhy %1b%5b2J%c2%9b%e2%80%ae%0a%22%3c%26%5d%5d%3e%ef%bf%bf%ed%a0%80\n';
  const hostile = row(
    'atm-1',
    { installed: '%1b]0;x', more: words.replaceAll(';', '%3b') },
    {
      doubts: ['a "doubt" <b>\u001b[m'],
    },
  );
  // eslint-disable-next-line no-control-regex -- control characters are what must not be there
  const harmful = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/;

  test('in the table, on one line', () => {
    const lines = tableLines([hostile]);
    expect(lines).toHaveLength(3);
    expect(lines.join('\n')).not.toMatch(harmful);
  });

  test('in JSON, which is still JSON', () => {
    const text = jsonText({ now: 0, servers: [], rows: [hostile], log: '\u001b[2J\u009b\n' });
    expect(text).not.toMatch(harmful);
    const shown = JSON.parse(text) as { devices: { why: string; log: string }[] };
    expect(shown.devices[0]?.why.slice(0, 7)).toBe('\u001b[2J\u009b\u202e\n');
    expect(shown.devices[0]?.log).toBe('\u001b[2J\u009b\n');
  });

  test('in XML, which is still XML', () => {
    const text = junitLines({ now: 0, servers: [], rows: [hostile] }).join('\n');
    expect(text).not.toMatch(harmful);
    expect(text).not.toMatch(/[\ufffe\uffff]/);
    const inside = /message="([^"]*)"/.exec(text)?.[1] ?? '';
    expect(inside).toContain('&quot;&lt;&amp;]]&gt;');
    expect(text.match(/</g)?.length).toBe(6);
  });
});

test('B10: JUnit has a test for each device and each server', () => {
  const fault = { code: 'server-unreachable', message: 'gone' };
  const servers = [
    { url: 'ftp://a', results: 3, odd: 0 },
    { url: 'ftp://b', results: 0, odd: 0, fault },
  ];
  expect(junitLines({ now: 0, servers, rows })).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuite name="cutover release results" tests="6" failures="3" errors="1" timestamp="1970-01-01T00:00:00">',
    '  <testcase classname="server" name="ftp://a"/>',
    '  <testcase classname="server" name="ftp://b"><error type="server-unreachable" message="gone"/></testcase>',
    '  <testcase classname="core" name="atm-1"/>',
    '  <testcase classname="core" name="atm-2"><failure type="reverted" message="behind; UNSIGNED; a step failed (step 12, line 37): it broke; daemon was down for 1.90 s, and still is"/></testcase>',
    '  <testcase classname="-" name="atm-3"><failure type="unreadable" message="line 2: no"/></testcase>',
    '  <testcase classname="-" name="atm-4"><failure type="never" message="silent"/></testcase>',
    '</testsuite>',
  ]);
});

test('B10: one device with all that it said, and its log', () => {
  const lines = deviceLines(rows[1] as Row, 'one\ntwo\n');
  expect(lines).toContain('release    core, channel stable');
  expect(lines.slice(-3)).toEqual(['log:', '  | one', '  | two']);
  expect(deviceLines(rows[0] as Row, undefined).at(-1)).toBe('there is no log');
});

/** Interface → its fields, `?` where they may be missing. */
function declared(path: string, names: readonly string[]): readonly string[] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);
  return source.statements
    .filter(ts.isInterfaceDeclaration)
    .flatMap((one) =>
      names.includes(one.name.text)
        ? one.members
            .filter(ts.isPropertySignature)
            .map(({ name, questionToken }) => `${name.getText()}${questionToken ? '?' : ''}`)
        : [],
    );
}

describe('B10: docs/results.md has the JSON as it is', () => {
  const page = [...read('docs/results.md').matchAll(/^\| (\w+) \| `(\w+\??)` \|/gm)];
  const documented = (object: string) =>
    page.filter(([, which]) => which === object).map(([, , field = '']) => field);

  test.each([
    ['all', 'src/cli/results-json.ts', 'ResultsJson'],
    ['device', 'src/cli/results-json.ts', 'DeviceJson'],
    ['server', 'src/release/results/gather.ts', 'ResultServer'],
    ['sums', 'src/release/results/rows.ts', 'Sums'],
  ])('%s', (object, path, name) => {
    expect(documented(object)).toEqual(declared(path, [name]));
  });

  test('and nothing else is printed', () => {
    const all = jsonText({ now: 0, servers: [{ url: 'a', results: 1, odd: 0 }], rows, log: 'x' });
    const shown = JSON.parse(all) as { devices: object[]; servers: object[]; sums: object };
    const fields = (of: object) => Object.keys(of);
    const known = (object: string) => documented(object).map((field) => field.replace('?', ''));
    expect(known('all')).toEqual(fields(shown));
    expect(known('device')).toEqual(expect.arrayContaining(shown.devices.flatMap(fields)));
    expect(known('server')).toEqual(expect.arrayContaining(shown.servers.flatMap(fields)));
    expect(known('sums')).toEqual(fields(shown.sums));
  });
});
