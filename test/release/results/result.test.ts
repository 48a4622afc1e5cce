import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseResult } from '../../../src/release/results/result.ts';
import { resultText } from './texts.ts';

const page = readFileSync(new URL('../../../docs/agent.md', import.meta.url), 'utf8');

test('B10: the result that docs/agent.md shows is one', () => {
  const [, text = ''] = /```text\n(cutover-result[^]*?)```/.exec(page) ?? [];
  expect(parseResult(text)).toEqual({
    ok: true,
    value: {
      device: 'atm-0042',
      script: 'terminal',
      release: 'terminal',
      channel: 'stable',
      at: '2026-11-28T02:00:07Z',
      outcome: 'committed',
      from: '2.0',
      to: '3.0',
      installed: '3.0',
      agent: '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
      marks: ['unsigned', 'plain'],
      reason: 'step-failed',
      step: 12,
      line: 37,
      why: '`start` umg: umg is still not running',
      outages: [{ service: 'daemon', ms: 1_900, ended: true }],
    },
  });
});

const good = resultText({ installed: '3.0', more: 'reason look\nwhy %1b%5b2J%c3%a4%ff\n' });

test('any byte may stand in a value, and comes as text', () => {
  const read = parseResult(good);
  expect(read.ok && read.value.why).toBe('\u001b[2Jä\ufffd');
  const long = resultText({ more: `why ${'%41'.repeat(2_000)}\n` });
  expect(parseResult(long).ok).toBe(true);
});

describe('B10: what is no result is told with its line', () => {
  test.each([
    ['', 1, 'the file is cut'],
    [good.slice(0, -4), 12, 'the file is cut'],
    [good.replace('result 1', 'result 2'), 1, 'the first line'],
    [good.replace('device atm-1', 'device ../atm'), 2, 'not a name'],
    [good.replace('device atm-1', 'device --help'), 2, 'not a name'],
    [good.replace('outcome current', 'outcome well'), 7, 'none of'],
    [good.replace('at 2026-11-28', 'at 2026-11-31'), 6, 'not a time'],
    [good.replace('why %1b', 'why %1'), 11, 'two hex digits'],
    [good.replace('why', 'why\u001b'), 11, 'not words'],
    [good.replace('end\n', 'more x\nend\n'), 12, 'not expected here'],
    [good.replace('reason', 'marks signed\nreason'), 10, 'none of'],
    [good.replace('end\n', `${'outage a 1 1\n'.repeat(201)}end\n`), 212, 'more than 200'],
    [good.replace('%41', '').replace('why ', `why ${'a'.repeat(40_000)}`), 11, 'longer than'],
  ])('%#', (text, line, problem) => {
    expect(parseResult(text)).toMatchObject({
      ok: false,
      line,
      problem: expect.stringContaining(problem) as string,
    });
  });
});
