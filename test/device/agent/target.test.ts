/** The console says the same as the agent about which version a device should be on. */
import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { parseVersions } from '../../../src/release/formats/versions.ts';
import { targetOf } from '../../../src/release/results/target.ts';
import { Agent } from './parts.ts';
import { versionsText } from './server.ts';
import { day } from './signer.ts';

const agent = new Agent();
afterAll(() => {
  agent.end();
});

const program = (script = 'umg') => `program ${script} posix 1 ${'a'.repeat(64)} core/x\n`;
const offers = [
  `version 9.0\nwithdrawn ${day(-1)}\n`,
  `version 5.0\nchannel canary 100\nchannel stable 0\n${program()}`,
  `version 4.1\nchannel stable 100\n${program('msc')}`,
  `version 4.0\nchannel canary 100\nchannel stable 30\nfrom 2.9\n${program()}`,
  `version 3.0\nchannel stable 60\nfrom 2.0\n${program()}`,
  `version 2.10\nchannel canary 5\nchannel stable 100\ndowngrade 3.1\n${program()}`,
  `version 2.0\nchannel stable 100\ndowngrade 2.5\ndowngrade 6.0\n${program()}`,
].join('');
const installed = [
  '',
  '1.0',
  '2.0',
  '2.0.0',
  '2.5',
  '2.9',
  '2.10',
  '3.0',
  '3.1',
  '4.0',
  '6.0',
  '9.0',
];

test('B04 B10: the target is what the agent chooses', async () => {
  const text = versionsText({ offers });
  writeFileSync(agent.path('trust/core.versions'), text);
  const read = parseVersions(text.slice(0, text.indexOf('\nend\n') + 5));
  if (!read.ok) throw new Error(read.problem);
  const kinds = ['stable', 'canary', 'other'].flatMap((channel) =>
    installed.flatMap((version) =>
      Array.from({ length: 8 }, (_, at) => ({ channel, version, device: `atm-${String(at)}` })),
    ),
  );
  const calls = kinds.map(
    ({ channel, version, device }) =>
      `conf_channel=${channel} conf_name=${device}; choose_version "$trust_dir/core.versions" 4 '${version}'; kit_put "$choose_to:$choose_found:$choose_activate\n"`,
  );
  const said = await agent.call(`conf_release=core conf_script=umg\n${calls.join('\n')}`);
  const chosen = said.out
    .trimEnd()
    .split('\n')
    .map((line) => line.split(':'));
  expect(chosen).toHaveLength(kinds.length);
  for (const [at, { channel, version, device }] of kinds.entries()) {
    const [to = '', found] = chosen[at] ?? [];
    const kind = {
      device,
      script: 'umg',
      channel,
      ...(version === '' ? {} : { installed: version }),
    };
    const target = targetOf(read.value, kind)?.version;
    const label = `${device} ${channel} ${version}`;
    if (found === 'stay') expect(target, label).toSatisfy((one) => one !== undefined);
    else expect(target ?? '', label).toBe(to);
  }
  expect(new Set(chosen.map(([to]) => to)).size).toBeGreaterThan(4);
});
