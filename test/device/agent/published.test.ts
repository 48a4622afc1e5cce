/** What the console publishes is what the agent takes: the command line, a server, and the agent's own reader. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pathWith } from '../kit/busybox-only.ts';
import { busybox, dash } from '../kit/shells.ts';
import { Agent } from './parts.ts';
import { VersionServer } from './server.ts';

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.splice(0)) await end();
});
const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

let server: VersionServer;
let folder: string;

function cutover(...words: readonly string[]): void {
  command(...words, '--to', `file://${server.folder}`, '--key', 'one');
}
function command(...words: readonly string[]): void {
  execFileSync(process.execPath, [main, 'release', ...words], { cwd: folder, stdio: 'pipe' });
}
function agentOf(shell = dash, env = {}): Agent {
  const agent = new Agent(shell, env);
  ends.push(() => {
    agent.end();
  });
  copyFileSync(join(folder, '1.root'), agent.path('trust/root'));
  return agent;
}

beforeAll(async () => {
  server = await new VersionServer().start();
  ends.push(() => server.end());
  const place = new Agent();
  ends.push(() => {
    place.end();
  });
  folder = place.folder;
  for (const name of ['one', 'two'])
    execFileSync('ssh-keygen', [
      '-q',
      '-t',
      'ed25519',
      '-N',
      '',
      '-C',
      '',
      '-f',
      join(folder, name),
    ]);
  const release = join(folder, 'release');
  mkdirSync(release);
  writeFileSync(join(release, 'umg.bin'), randomBytes(3_000_000));
  execFileSync('tar', ['-C', release, '-czf', join(release, 'umg.tar.gz'), 'umg.bin']);
  const list = 'packages:\n  - { script: umg, artifact: umg-package, file: umg.tar.gz }\n';
  writeFileSync(
    join(release, 'release.yaml'),
    `cutover: 1\nrelease: core\nversion: "3.0"\n${list}`,
  );
  const script = fileURLToPath(new URL('../../../scripts/umg.cutover', import.meta.url));
  command('add', release, '--scripts', script);
  cutover('init', '--out', join(folder, '1.root'));
  const offered = ['--channel', 'stable', '--percent', '100', '--trust', join(folder, '1.root')];
  cutover('publish', release, ...offered);
});

it.each([
  ['ssh-keygen', dash, {}],
  ['OpenSSL', busybox, pathWith('published', [], ['/usr/bin/openssl'])],
])('B01 B04: is believed, by %s', async (_, shell, env) => {
  expect(await agentOf(shell, env).trust([server.url])).toBe('0  ');
});

it('F20: the chunks that it lists mend a package', async () => {
  const bad = await new VersionServer().start();
  ends.push(() => bad.end());
  cpSync(server.folder, bad.folder, { recursive: true });
  const bundle = readFileSync(join(bad.folder, 'core/3.0/umg.tar.gz'));
  bundle[1_500_000] = 1 ^ (bundle[1_500_000] ?? 0);
  bad.write('core/3.0/umg.tar.gz', bundle);
  const agent = agentOf();
  server.asked.length = 0;
  const said = await agent.call(`conf_release=core conf_script=umg conf_channel=stable
kit_put '${bad.url}\t\t\n${server.url}\t\t\n' >"$agent_new/servers"
trust_update && choose_revision=1 && while read -r word script artifact variant rest; do
  [ "$word" != package ] || ask_cached "$rest" || kit_put "$ask_why"
done <"$trust_dir/core.versions"; cat "$fetch_file" | sha256sum`);
  const whole = readFileSync(join(server.folder, 'core/3.0/umg.tar.gz'));
  expect(said.out).toContain(
    execFileSync('sha256sum', { input: whole, encoding: 'utf8' }).slice(0, 64),
  );
  expect(server.asked).toContain('REST 1048576');
});

it('a key that is replaced, and a version that is withdrawn, reach the agent', async () => {
  const agent = agentOf();
  await agent.trust([server.url]);
  const trust = ['--trust', join(folder, '1.root')];
  cutover('keys', 'add', join(folder, 'two.pub'), ...trust);
  expect(await agent.trust([server.url])).toBe('0  ');
  expect(agent.read('trust/root')).toContain('\nversion 2\n');
  cutover('withdraw', 'core', '3.0', ...trust);
  expect(await agent.trust([server.url])).toBe('0  ');
  expect(agent.read('trust/core.versions')).toContain('\nwithdrawn ');
});
