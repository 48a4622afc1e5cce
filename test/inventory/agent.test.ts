/** `agent:` of a device, and a server's weight: what agents are told. */
import { expect, test } from 'vitest';
import { parseInventory } from '../../src/inventory/parse.ts';
import { makeSource, positionOf } from '../../src/language/source.ts';

const parse = (text: string) => parseInventory(makeSource('inventory.yaml', text), '/srv/lab');

/** What is wrong, as `CODE LINE:COLUMN MESSAGE`. */
function problems(text: string): readonly string[] {
  return parse(text).diagnostics.map(({ code, source, labels, message }) => {
    const { line, column } = positionOf(source, labels[0].span.start);
    return `${code} ${String(line)}:${String(column)} ${message}`;
  });
}

const device = (name: string) =>
  `cutover: 1\ndefaults: { transport: local }\ndevices:\n  ${name}: { home: /tmp/a }\n`;

test('B13: what a device’s agent is told: its own words before those of the defaults; each in its shape', () => {
  const text = (own: string, shared = '') =>
    `cutover: 1\ndefaults: { transport: local${shared} }\ndevices:\n  a: { home: /tmp/a${own} }\n`;
  const agent = (own: string, shared?: string) =>
    parse(text(own, shared)).inventory?.devices.get('a')?.agent;
  expect(agent('')).toBeUndefined();
  expect(agent(', agent: { script: umg }', ', agent: { script: msc, jitter: 5 }')).toEqual({
    script: 'umg',
    jitter: '5',
    settings: '/etc/cutover/agent',
  });
  const wrong = ['script: -x', 'settings: etc', 'settings: /a b', 'jitter: 3601', 'plain: maybe'];
  for (const each of wrong)
    expect(problems(text(`, agent: { ${each} }`))[0]).toMatch(/^E0712 4:\d+ unusable `/);
});

test('a server’s weight is a number from 1 to 100', () => {
  const servers = (weight: string) =>
    `${device('a')}servers: [{ url: "ftp://h", weight: ${weight} }]\n`;
  expect(parse(servers('100')).inventory?.servers).toEqual([{ url: 'ftp://h', weight: 100 }]);
  for (const weight of ['0', '101', '1.5', 'x'])
    expect(problems(servers(weight))[0]).toMatch(/^E0712 5:\d+ `.*` is not a weight$/);
});
