/** The agent's text itself: right by shellcheck, plain ASCII, and all of it there. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { agentText } from '../../../src/device/agent.ts';

const text = agentText();

it('B03: passes shellcheck', () => {
  const said = spawnSync('shellcheck', ['-s', 'sh', '-'], { encoding: 'utf8', input: text });
  expect([said.stdout, said.status]).toEqual(['', 0]);
});

it('B03: so does what puts it on a device', () => {
  const file = new URL('../../../src/device/agent/install.sh', import.meta.url);
  const input = readFileSync(file, 'utf8');
  const said = spawnSync('shellcheck', ['-s', 'sh', '-'], { encoding: 'utf8', input });
  expect([said.stdout, said.status]).toEqual(['', 0]);
});

it('is ASCII, which every shell reads in every locale', () => {
  expect(/[^\n\t -~]/.exec(text)).toBeNull();
});

it('has each function once, and calls none that is not there', () => {
  const own = text.replace(/^agent_kit\(\) \{[\s\S]*?^END_OF_THE_KIT$/m, '');
  const names = [...own.matchAll(/^([a-z_]+)\(\) /gm)].map((found) => found[1] ?? '');
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  const parts = 'agent|conf|time|trust|ask|choose|outbox';
  const called = [...own.matchAll(new RegExp(`^ *(?:! )?((?:${parts})_[a-z_]+)(?: |$)`, 'gm'))];
  const unknown = called.map((found) => found[1] ?? '').filter((name) => !names.includes(name));
  expect(unknown.filter((name) => !own.includes(`${name}=`))).toEqual([]);
});
