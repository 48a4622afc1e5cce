/** The version server's console and what a plan makes of it, as a user calls them. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startFtpServer } from '../../src/demo/ftp-server.ts';
import { newReleaseKey } from '../../src/demo/release-key.ts';
import { cutover } from './harness/cutover.ts';
import type { Ended } from './harness/cutover.ts';

let folder: string;
let to: readonly string[];
let url: string;
let stop: () => Promise<void>;

const PLAN = `cutover 1

plan "To 3.0" {
  release "core" version: "3.0"
  linked "core" { "box" runs box }
}
`;
const SCRIPT = `cutover 1

script box "A box" {
  platform posix
  artifact package
  installed read-version "/nowhere/VERSION"
  check { disk-free "/tmp" at-least: 1MiB }
  stage { fetch package within 1m as bundle }
  switch { link "/tmp/nowhere" to: "/tmp" }
  verify { disk-free "/tmp" at-least: 1MiB }
}
`;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-console-'));
  const root = join(folder, 'server');
  mkdirSync(root);
  const accounts = { publisher: { password: 'p', writes: true } };
  const server = await startFtpServer({ root, accounts, anonymous: true });
  stop = server.stop;
  url = `ftp://127.0.0.1:${String(server.port)}`;
  writeFileSync(join(folder, 'password'), 'p\n', { mode: 0o600 });
  for (const name of ['key', 'other-key'])
    writeFileSync(join(folder, name), newReleaseKey(), { mode: 0o600 });
  to = ['--to', url.replace('//', '//publisher@'), '--password-file', 'password'];
  for (const version of ['3.0', '2.0']) writeRelease(version);
  writeFileSync(join(folder, 'plan.cutover'), PLAN);
  writeFileSync(join(folder, 'box.cutover'), SCRIPT);
});

afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

function writeRelease(version: string): void {
  const own = join(folder, version);
  mkdirSync(own);
  writeFileSync(join(own, 'box.tar.gz'), `box ${version}`);
  const item = '{ script: box, artifact: package, file: box.tar.gz }';
  const text = `cutover: 1\nrelease: core\nversion: "${version}"\npackages:\n  - ${item}\n`;
  writeFileSync(join(own, 'release.yaml'), text);
}

function inventory(trust: string): void {
  const device = 'devices:\n  box: { transport: local, home: /tmp/nowhere }\n';
  const text = `cutover: 1\nservers:\n  - url: ${url}\n${trust}${device}`;
  writeFileSync(join(folder, 'inventory.yaml'), text);
}

const release = (...words: readonly string[]) => cutover(folder, ['release', ...words]);
const signing = (...words: readonly string[]) => release(...words, ...to, '--key', 'key');
const plan = () =>
  cutover(folder, ['plan', 'plan.cutover', '-i', 'inventory.yaml', '--state', 'state']);

async function good(ended: Promise<Ended>): Promise<Ended> {
  const done = await ended;
  expect(done.code, done.stderr).toBe(0);
  return done;
}

test('B01: init, add, publish, promote, show, withdraw, as in the guide', async () => {
  const init = await good(signing('init', '--out', 'releases.root'));
  expect(init.stdout).toMatch(/releases\.root {2}SHA-256 [0-9a-f]{64}\n/);
  await good(release('add', '3.0'));
  expect(readFileSync(join(folder, '3.0/publish/version'), 'utf8')).toContain(
    'package box package any 7 ',
  );
  const bare = await signing('publish', '3.0', '--channel', 'canary');
  expect(bare.code).toBe(2);
  expect(bare.stderr).toMatch(/no program\nhint: .*release add FOLDER --scripts/);
  await good(release('add', '3.0', '--scripts', 'box.cutover'));
  const published = await good(signing('publish', '3.0', '--channel', 'canary'));
  expect(published.stdout).toContain('core 3.0  published');
  expect(published.stderr.match(/box\.tar\.gz \(7 bytes\)/g)?.length).toBe(1);
  await good(signing('promote', 'core', '3.0', '--channel', 'stable', '--percent', '20'));
  inventory('trust: releases.root\n');
  const shown = await good(release('show', 'core', '3.0', '-i', 'inventory.yaml'));
  expect(shown.stdout).toMatch(/^3\.0 {2}canary 100 %, stable 20 %$/m);
  const gone = await good(signing('withdraw', 'core', '3.0'));
  expect(gone.stdout).toContain('core 3.0 withdrawn  published\n');
  const list = await good(release('list', '-i', 'inventory.yaml', '--format', 'json'));
  expect(JSON.parse(list.stdout)).toMatchObject({
    v: 1,
    counter: 4,
    releases: [{ release: 'core', versions: [{ version: '3.0', channels: {}, packages: [] }] }],
  });
});

test('B01: an init that published nothing leaves no root file to be trusted, and can be said again', async () => {
  const down = ['--to', 'ftp://127.0.0.1:1', ...to.slice(1), '--key', 'key'];
  const failed = await release('init', ...down, '--out', 'first.root');
  expect(failed.code).toBe(2);
  expect(failed.stdout).toBe('');
  expect(failed.stderr).toMatch(
    /no server answers[^]*nothing was published, and first\.root is not/,
  );
  expect(failed.stderr).not.toContain('give this file');
  await good(signing('init', '--out', 'first.root'));
  const root = readFileSync(join(folder, 'first.root'), 'utf8');
  const second = await release('init', ...to, '--key', 'other-key', '--out', 'second.root');
  expect(second.code).toBe(2);
  expect(second.stderr).toMatch(/there is a root already[^]*second\.root is not kept/);
  expect(existsSync(join(folder, 'second.root'))).toBe(false);
  expect(readFileSync(join(folder, 'first.root'), 'utf8')).toBe(root);
});

test('B01 F27: TLS where nothing else is said; SFTP is dialled, and no host that is not known', async () => {
  const bare = await release('list', '--trust', 'none', '--to', new URL(url).host);
  expect(bare.code).toBe(2);
  expect(bare.stderr).toMatch(/ftps:\/\/127\.0\.0\.1:\d+\b.*it offers no TLS/);
  writeFileSync(join(folder, 'known'), '');
  const login = ['--user', 'nobody', '--login-key', 'key', '--known-hosts', 'known'];
  const sftp = await release('list', '--trust', 'none', '--to', 'sftp://127.0.0.1:1/x', ...login);
  expect(sftp.code).toBe(2);
  expect(sftp.stderr).toMatch(/sftp:\/\/127\.0\.0\.1:1/);
  expect(sftp.stderr).not.toContain('is not the URL');
});

test('B05: the programs of a release are made of its scripts, signed, and published', async () => {
  await good(signing('init', '--out', 'releases.root'));
  await good(release('add', '3.0', '--scripts', 'box.cutover'));
  const program = readFileSync(join(folder, '3.0/publish/box.posix.sh'), 'utf8');
  expect(program).toContain('program_script=box');
  await good(signing('publish', '3.0', '--channel', 'stable'));
  expect(readFileSync(join(folder, 'server/core/3.0/box.posix.sh'), 'utf8')).toBe(program);
  expect(readFileSync(join(folder, 'server/core/1.versions'), 'utf8')).toMatch(
    /^program box posix \d+ [0-9a-f]{64} core\/3\.0\/box\.posix\.sh$/m,
  );
  writeFileSync(join(folder, '3.0/publish/box.posix.sh'), `${program}:\n`);
  const changed = await signing('publish', '3.0');
  expect(changed.stderr).toContain('publish/box.posix.sh is not what it was');
  const other = SCRIPT.replace('artifact package', 'artifact another').replace(
    'fetch package',
    'fetch another',
  );
  writeFileSync(join(folder, 'box.cutover'), other);
  const missing = await release('add', '3.0', '--scripts', 'box.cutover');
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain('no package for the `another` of box');
});

test('what was added is what is published: a package changed since is refused', async () => {
  await good(signing('init'));
  await good(release('add', '3.0'));
  writeFileSync(join(folder, '3.0/box.tar.gz'), 'BOX 3.0');
  const ended = await signing('publish', '3.0');
  expect(ended.code).toBe(1);
  expect(ended.stderr).toMatch(/changed since it was added[^]*hint: .*release add 3\.0/);
});

describe('whose releases an inventory trusts', () => {
  beforeEach(async () => {
    await good(signing('init', '--out', 'releases.root'));
    await good(signing('publish', '2.0'));
    await good(signing('publish', '3.0'));
  });

  test('nothing is said: an error that says how', async () => {
    inventory('');
    const ended = await plan();
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(
      /does not say whose releases it trusts\nhint: .*trust: FILE.*init/,
    );
  });

  test('a root: the plan is made of what it holds for', async () => {
    inventory('trust: releases.root\n');
    const ended = await good(plan());
    expect(ended.stdout).toContain('release core 3.0\n');
  });

  test('none: the plan says unsigned', async () => {
    inventory('trust: none\n');
    expect((await good(plan())).stdout).toContain('release core 3.0, unsigned: ');
  });

  test('F24: somebody else’s root, and one that is none', async () => {
    inventory('trust: other.root\n');
    const server = `file://${join(folder, 'elsewhere')}`;
    await good(release('init', '--to', server, '--key', 'other-key', '--out', 'other.root'));
    const wrong = await plan();
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('none of its signatures is of a key for timestamp');
    writeFileSync(join(folder, 'other.root'), 'cutover-root 1\n');
    const damaged = await plan();
    expect(damaged.code).toBe(1);
    expect(damaged.stderr).toMatch(/other\.root:\d+: this is no root file/);
  });

  test('F24: what was seen is held against an older server, by the next process', async () => {
    inventory('trust: releases.root\n');
    cpSync(join(folder, 'server'), join(folder, 'earlier'), { recursive: true });
    await good(signing('withdraw', 'core', '2.0'));
    await good(plan());
    rmSync(join(folder, 'server'), { recursive: true });
    execFileSync('mv', [join(folder, 'earlier'), join(folder, 'server')]);
    const ended = await plan();
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/has the counter 3, and 4 was seen/);
  });

  test('a version that is not to be switched to yet is planned, and says so', async () => {
    inventory('trust: releases.root\n');
    await good(signing('promote', 'core', '3.0', '--activate', '2099-01-01T00:00:00Z'));
    expect((await good(plan())).stdout).toContain(
      'not to be switched to before 2099-01-01T00:00:00Z',
    );
    const words = ['run', 'plan.cutover', '-i', 'inventory.yaml', '--state', 'state'];
    const ended = await cutover(folder, words);
    expect(ended.stderr).toContain('not to be switched to before 2099-01-01T00:00:00Z');
    expect(ended.code).not.toBe(0);
  });
});

describe('what is wrong is said before anything is sent', () => {
  test.each([
    [['publish', '3.0'], /there is no key to sign with\nhint: .*ssh-keygen/],
    [['publish', '3.0', '--key', 'nowhere'], /the key `nowhere` can’t be read/],
    [['publish', '3.0', '--key', 'key'], /nothing has been published there\nhint: .*release init/],
    [['promote', 'core', '3.0', '--key', 'key'], /what is to change is not said/],
    [['publish', '3.0', '--key', 'key', '--percent', '101'], /not a number from 0 to 100/],
    [['keys', 'add', 'key', '--key', 'key'], /no public Ed25519 key/],
  ])('release %j', async (words, said) => {
    const ended = await release(...words, ...to);
    expect(ended.code).not.toBe(0);
    expect(ended.stderr).toMatch(said);
    expect(ended.stderr).not.toMatch(/defect|at .*\.js/);
  });
});
