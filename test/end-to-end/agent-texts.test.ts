/** What `cutover agent` says of an inventory that lacks something, and the texts that it makes. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Box, inventoryText } from './harness/box.ts';

let box: Box;
beforeEach(async () => {
  box = await new Box().open();
});
afterEach(() => {
  box.end();
});

describe('what an inventory lacks is said with its line, before any device is contacted', () => {
  test.each([
    ['script: box', 'colour: red', /E0706: `agent` has no key `colour`\n {2}┌─ inventory.yaml:12:/],
    ['script: box, ', '', /E0708: the agent of `box-01` has no `script`\n ┌─ inventory.yaml:9:3/],
    [
      'channel: stable',
      '',
      /E0708: the agent of `box-01` has no `channel`\n ┌─ inventory.yaml:9:3/,
    ],
    [
      'release: core, ',
      '',
      /E0708: the agent of `box-01` has no `release`\n ┌─ inventory.yaml:9:3/,
    ],
    ['script: box', 'script: bix', /E0712: no script `bix`[^]*hint: did you mean `box`/],
    ['jitter: 7', 'jitter: soon', /E0712: unusable `jitter` `soon`\n ┌─ inventory.yaml:7:/],
    [`root: `, `rooot: `, /E0808: `box` needs `root`/],
    ['"8080"', '"http"', /E0809: `ports` of `box-01`[^]*inventory.yaml:13:/],
    ['db-password: db', 'db-password: dd', /E0812: [^]*there is no secret `dd`/],
    ['weight: 3', 'weight: 0', /E0712: `0` is not a weight/],
    [
      'trust: releases.root',
      '',
      /does not say whose releases a device trusts[^]*hint: write `trust: FILE`/,
    ],
    ['trust: releases.root', 'trust: none', /an agent believes signed releases only/],
  ])('%s → %s', async (from, to, expected) => {
    const text = inventoryText(box.folder);
    expect(text).toContain(from);
    box.write('inventory.yaml', text.replace(from, to));
    const ended = await box.install('--scripts', 'box.cutover');
    expect([ended.code, ended.stdout]).toEqual([1, '']);
    expect(ended.stderr).toMatch(expected);
    expect(existsSync(box.at('home'))).toBe(false);
  });
});

test('B03: the agent’s text is printed to be read, and is shell', async () => {
  const { code, stdout } = await box.call('agent', 'show');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^#!\/bin\/sh\n# The Cutover agent: /);
  box.write('agent.sh', stdout);
  expect(spawnSync('sh', ['-n', box.at('agent.sh')]).status).toBe(0);
});

test('B05 B08: a joined text takes its package from a folder, named as `release add` names it', async () => {
  mkdirSync(box.at('pack'));
  box.write('pack/VERSION', '3.0\n');
  mkdirSync(box.at('packages'));
  execFileSync('tar', ['-czf', box.at('packages/box.tar.gz'), '-C', box.at('pack'), 'VERSION']);
  const words = ['--artifact', 'package=packages/box.tar.gz', '--version', '3.0', '-o', 'box.sh'];
  const built = await box.call('agent', 'build', 'box.cutover', ...words);
  expect(built.code, built.stderr).toBe(0);
  const bytes = readFileSync(box.at('packages/box.tar.gz'));
  expect(box.read('box.sh')).toMatch(
    new RegExp(`v_package='any ${String(bytes.length)} [0-9a-f]{64} box\\.tar\\.gz -'`),
  );
  mkdirSync(box.at('opt/releases/2.0'), { recursive: true });
  box.write('opt/releases/2.0/VERSION', '2.0\n');
  execFileSync('ln', ['-s', 'releases/2.0', box.at('opt/current')]);
  writeFileSync(box.at('word'), 'geheim\n', { mode: 0o600 });
  const settings = ['name box-01', 'script box', 'release box', `home ${box.at('home')}`];
  const more = [
    `packages ${box.at('packages')}`,
    `param root ${box.at('opt')}`,
    `secret db-password ${box.at('word')}`,
  ];
  writeFileSync(box.at('settings'), `${[...settings, ...more].join('\n')}\n`, { mode: 0o600 });
  const upgrade = (text: string) =>
    spawnSync('sh', [box.at(text), 'upgrade', '--settings', box.at('settings')], {
      encoding: 'utf8',
    });

  const toRead = await box.call('agent', 'build', 'box.cutover', '-o', 'read.sh');
  expect([toRead.code, toRead.stderr]).toEqual([0, expect.stringContaining('upgrades nothing')]);
  const unable = upgrade('read.sh');
  expect([unable.status, unable.stderr]).toEqual([2, expect.stringContaining('names no version')]);
  expect(box.read('opt/current/VERSION')).toBe('2.0\n');

  execFileSync('mv', [box.at('packages/box.tar.gz'), box.at('box.tar.gz')]);
  const missing = upgrade('box.sh');
  expect([missing.status, missing.stderr]).toEqual([
    2,
    `\`fetch\` package variant: any: box.tar.gz is not here, and no version server is known (log: ${box.at('home/agent/log')})\n`,
  ]);
  execFileSync('mv', [box.at('box.tar.gz'), box.at('packages/box.tar.gz')]);

  const said = upgrade('box.sh');
  expect(said.status, said.stdout + said.stderr).toBe(0);
  expect(box.read('opt/current/VERSION')).toBe('3.0\n');
});
