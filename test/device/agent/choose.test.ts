/** Which version a device takes: the rules of docs/agent.md, one after the other, in every shell. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { allShells, dash, type ShellKind } from '../kit/shells.ts';
import { Agent } from './parts.ts';
import { versionsText } from './server.ts';
import { day } from './signer.ts';

const agents: Agent[] = [];
afterAll(() => {
  for (const agent of agents.splice(0)) agent.end();
});

const program = `program umg posix 1 ${'a'.repeat(64)} core/x\n`;
const stable = (version: string, more = '', percent = 100): string =>
  `version ${version}\nchannel stable ${String(percent)}\n${more}${program}`;

interface Asked {
  readonly offers: string;
  readonly installed?: string;
  readonly name?: string;
  /** Lines of `failed`. */
  readonly failed?: string;
  readonly shell?: ShellKind;
}

async function chosen({
  offers,
  installed = '2.0',
  name = 'a',
  failed,
  shell = dash,
}: Asked): Promise<string> {
  const agent = new Agent(shell);
  agents.push(agent);
  writeFileSync(agent.path('trust/core.versions'), versionsText({ offers }));
  if (failed !== undefined) agent.write('failed', failed);
  const said =
    await agent.call(`conf_release=core conf_script=umg conf_channel=stable conf_name=${name}
trust_parse versions "$trust_dir/core.versions" || kit_put "$trust_why"
choose_version "$trust_dir/core.versions" 4 '${installed}'; kit_put "$choose_to"`);
  return said.out + said.err;
}

/** The rule of docs/releases.md, said anew. */
function isAmong(name: string, version: string, percent: number): boolean {
  const hash = createHash('sha256').update(`${name} core ${version}`).digest('hex');
  return Number.parseInt(hash.slice(0, 7), 16) % 100 < percent;
}

const cases: readonly (readonly [string, string, Asked])[] = [
  ['the highest above the installed one', '3.0', { offers: stable('3.0') + stable('2.5') }],
  ['nothing where the installed one is the highest', '', { offers: stable('2.0') }],
  ['nothing where it is the same, spelled otherwise', '', { offers: stable('2.0.0') }],
  ['no lower one', '', { offers: stable('1.0') }],
  ['by numbers, not by letters', '2.10', { offers: stable('2.10'), installed: '2.9' }],
  ['a release above its candidate', '3.0', { offers: stable('3.0'), installed: '3.0-rc.2' }],
  [
    'none of another channel',
    '2.5',
    { offers: `version 3.0\nchannel canary 100\n${program}${stable('2.5')}` },
  ],
  [
    'none for another kind of device',
    '2.5',
    { offers: stable('3.0').replace('umg', 'msc') + stable('2.5') },
  ],
  ['none of another platform', '', { offers: stable('3.0').replace('posix', 'windows') }],
  [
    'none that was withdrawn',
    '2.5',
    { offers: `version 3.0\nwithdrawn ${day(-1)}\n${stable('2.5')}` },
  ],
  ['none from which it is too far', '2.5', { offers: stable('3.0', 'from 2.5\n') + stable('2.5') }],
  ['one that is just near enough', '3.0', { offers: stable('3.0', 'from 2.0\n') }],
  [
    'a downgrade from exactly this one',
    '2.0',
    { offers: stable('2.0', 'downgrade 3.0\n'), installed: '3.0' },
  ],
  [
    'no downgrade from another one',
    '',
    { offers: stable('2.0', 'downgrade 3.1\n'), installed: '3.0' },
  ],
  [
    'no downgrade while the installed one is offered',
    '',
    { offers: stable('3.0') + stable('2.0', 'downgrade 3.0\n'), installed: '3.0' },
  ],
  [
    'not what failed with this revision',
    '2.5',
    { offers: stable('3.0') + stable('2.5'), failed: 'core 3.0 4\n' },
  ],
  ['what failed with an older revision', '3.0', { offers: stable('3.0'), failed: 'core 3.0 3\n' }],
  [
    'what was broken off twice',
    '3.0',
    { offers: stable('3.0'), failed: 'core 3.0 4 cut\ncore 3.0 4 cut\n' },
  ],
  [
    'not what was broken off three times',
    '',
    { offers: stable('3.0'), failed: 'core 3.0 4 cut\n'.repeat(3) },
  ],
  ['nobody at 0 per cent', '', { offers: stable('3.0', '', 0) }],
];

it.each(cases)('B04: %s', async (_, version, asked) => {
  expect(await chosen(asked)).toBe(version);
});

describe.each(allShells)('in $name', (shell) => {
  it('belongs to the same per cent as everywhere', async () => {
    for (const name of ['atm-1', 'atm-2', 'atm-3', 'atm-4', 'atm-5'])
      expect(await chosen({ offers: stable('3.0', '', 40), name, shell })).toBe(
        isAmong(name, '3.0', 40) ? '3.0' : '',
      );
  });

  it('takes the newest that may be taken', async () => {
    const offers = `version 4.0\nwithdrawn ${day(-1)}\n${stable('3.0', 'from 2.9\n')}${stable('2.10', 'from 2.0\n')}${stable('2.0')}`;
    expect(await chosen({ offers, installed: '2.9-rc.1', shell })).toBe('2.10');
  });
});
