import { expect, test } from 'vitest';
import type { ReleaseFile } from '../../../src/release/model.ts';
import { parseVersions } from '../../../src/release/formats/versions.ts';
import type { Standing } from '../../../src/release/results/join.ts';
import { parseResult } from '../../../src/release/results/result.ts';
import { chosenRows, rowsOf, sumsOf, type Expected } from '../../../src/release/results/rows.ts';
import { resultText, type Said } from './texts.ts';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const HASH = 'a'.repeat(64);

function release(more: string): ReleaseFile {
  const program = `program umg posix 1 ${HASH} core/x\n`;
  const text = `cutover-versions 1\nrelease core\nrevision 1\npublished 2026-11-01T00:00:00Z\nexpires 2027-11-01T00:00:00Z\nversion 3.0\nchannel stable 100\n${more}${program}version 2.0\nchannel stable 100\n${program}end\n`;
  const read = parseVersions(text);
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}

function standing(device: string, said: Said, heard = NOW - 60_000): Standing {
  const read = parseResult(resultText({ ...said, device }));
  if (!read.ok) throw new Error(read.problem);
  return { device, server: 'a', result: read.value, heard, doubts: [] };
}

const expected = (more: Partial<Expected> = {}): Expected => ({
  now: NOW,
  releases: [release('')],
  devices: [],
  ...more,
});

test('B10: who is behind, and who can’t be told from one who is', () => {
  const rows = rowsOf(
    [
      standing('new', { installed: '3.0.0' }),
      standing('old', { installed: '2.0' }),
      standing('unknown', { outcome: 'refused' }),
      standing('of-another', { installed: '1.0', release: 'other' }),
    ],
    expected(),
  );
  const behind = chosenRows(rows, { behind: true }).map(({ device }) => device);
  expect(behind).toEqual(['old', 'unknown']);
});

test('B11: before the moment of activation nobody is behind', () => {
  const at = (activate: string) =>
    rowsOf(
      [standing('old', { installed: '2.0', outcome: 'fetched' })],
      expected({ releases: [release(`activate ${activate}\n`)] }),
    )[0];
  expect(at('2026-11-28T12:00:01Z')).toMatchObject({
    behind: false,
    target: { version: '3.0', activate: '2026-11-28T12:00:01Z' },
  });
  expect(at('2026-11-28T12:00:00Z')).toMatchObject({ behind: true });
});

test('B10: who is silent: too long, never, or nobody can tell', () => {
  const { heard: _heard, ...untold } = standing('untold', {});
  const rows = rowsOf(
    [standing('late', {}, NOW - 7_200_001), standing('here', {}, NOW - 7_200_000), untold],
    expected({ silentAfter: 7_200_000, devices: ['here', 'absent'] }),
  );
  const silent = chosenRows(rows, { silent: true }).map(({ device }) => device);
  expect(silent).toEqual(['absent', 'late', 'untold']);
  expect(sumsOf(rows)).toMatchObject({ devices: 4, silent: 3, outcomes: { current: 3, never: 1 } });
});

test('what can’t be understood is shown whatever was asked for', () => {
  const bad: Standing = { device: 'bad', server: 'a', problem: 'line 1: no', doubts: [] };
  const rows = rowsOf([bad, standing('new', { installed: '3.0' })], expected());
  for (const chosen of [{ behind: true }, { release: 'other' }, { silent: true }])
    expect(chosenRows(rows, chosen).map(({ device }) => device)).toEqual(['bad']);
});
