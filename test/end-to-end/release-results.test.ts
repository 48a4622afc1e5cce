/** `cutover release results`, as a user and a monitoring job call it. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startFtpServer } from '../../src/demo/ftp-server.ts';
import { newReleaseKey } from '../../src/demo/release-key.ts';
import { resultText, type Said } from '../release/results/texts.ts';
import { hasSshd, sftpServer } from '../release/sftp-server.ts';
import { cutover, type Ended } from './harness/cutover.ts';

let folder: string;
let to: readonly string[];
let url: string;
let stop: () => Promise<void>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-results-'));
  mkdirSync(join(folder, 'server/results'), { recursive: true });
  mkdirSync(join(folder, 'mirror/results'), { recursive: true });
  const accounts = { publisher: { password: 'p', writes: true } };
  const root = join(folder, 'server');
  const server = await startFtpServer({ root, accounts, anonymous: true });
  stop = server.stop;
  url = `ftp://127.0.0.1:${String(server.port)}`;
  writeFileSync(join(folder, 'password'), 'p\n', { mode: 0o600 });
  writeFileSync(join(folder, 'key'), newReleaseKey(), { mode: 0o600 });
  to = ['--to', url.replace('//', '//publisher@'), '--password-file', 'password'];
});

afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

const HOUR = 3_600_000;
const ago = (ms: number) => `${new Date(Date.now() - ms).toISOString().slice(0, 19)}Z`;

function report(device: string, said: Said = {}, server = 'server'): void {
  const text = resultText({ at: ago(60_000), installed: '3.0', ...said, device });
  writeFileSync(join(folder, server, 'results', `${device}.result`), text);
}

function results(...words: readonly string[]): Promise<Ended> {
  return cutover(folder, ['release', 'results', ...words]);
}

/** The names in a table's first column. */
function shown({ stdout }: Ended): readonly string[] {
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('atm-'))
    .map((line) => line.split(' ')[0] ?? '');
}

const SCRIPT = `cutover 1

script umg "A box" {
  platform posix
  artifact package
  installed read-version "/nowhere/VERSION"
  check { disk-free "/tmp" at-least: 1MiB }
  stage { fetch package within 1m as bundle }
  switch { link "/tmp/nowhere" to: "/tmp" }
  verify { disk-free "/tmp" at-least: 1MiB }
}
`;

async function publishes(version: string, percent: string): Promise<void> {
  const own = join(folder, version);
  mkdirSync(own);
  writeFileSync(join(own, 'umg.tar.gz'), version);
  writeFileSync(join(folder, 'umg.cutover'), SCRIPT);
  const item = '{ script: umg, artifact: package, file: umg.tar.gz }';
  const text = `cutover: 1\nrelease: core\nversion: "${version}"\npackages:\n  - ${item}\n`;
  writeFileSync(join(own, 'release.yaml'), text);
  for (const words of [
    ['add', version, '--scripts', 'umg.cutover'],
    ['publish', version, '--channel', 'stable', '--percent', percent, ...to, '--key', 'key'],
  ]) {
    const ended = await cutover(folder, ['release', ...words]);
    expect(ended.code, ended.stderr).toBe(0);
  }
}

describe('B10: where signed metadata says what devices should be on', () => {
  beforeEach(async () => {
    await cutover(folder, ['release', 'init', '--out', 'releases.root', ...to, '--key', 'key']);
    await publishes('2.0', '100');
    await publishes('3.0', '100');
    const devices = ['atm-1', 'atm-2', 'atm-3', 'atm-4']
      .map((name) => `  ${name}: { transport: local, home: /tmp/nowhere/${name} }\n`)
      .join('');
    const text = `cutover: 1\nservers:\n  - url: ${url}\ntrust: releases.root\ndevices:\n${devices}`;
    writeFileSync(join(folder, 'inventory.yaml'), text);
  });

  test('all well is 0; behind, silent and never reported are 4', async () => {
    for (const device of ['atm-1', 'atm-2', 'atm-3']) report(device);
    const all = await results('--to', url, '--trust', 'releases.root');
    expect(all.stderr).toContain('3 results, as the devices say: unsigned');
    expect(all.code).toBe(0);
    expect(all.stdout).toMatch(/^atm-1 +core +3\.0 +3\.0 +1 min ago +current$/m);
    report('atm-2', { installed: '2.0' });
    report('atm-3', { at: ago(3 * HOUR) });
    const behind = await results('-i', 'inventory.yaml', '--behind');
    expect([shown(behind), behind.code]).toEqual([['atm-2'], 4]);
    const silent = await results('-i', 'inventory.yaml', '--silent', '2h');
    expect([shown(silent), silent.code]).toEqual([['atm-3', 'atm-4'], 4]);
    const nobody = await results('--to', url, '--silent', '4h');
    expect([nobody.stdout, nobody.code]).toEqual(['0 devices\n', 0]);
  });

  test('metadata that can’t be had makes no device well', async () => {
    report('atm-1', { installed: '1.0' });
    rmSync(join(folder, 'server/timestamp'));
    const ended = await results('-i', 'inventory.yaml', '--device', 'atm-1');
    expect(ended.code).toBe(2);
  });
});

test('B10: several servers are one list; the gravest is the exit code', async () => {
  report('atm-1', { at: ago(2 * HOUR), outcome: 'reverted', more: 'reason require\nline 9\n' });
  report('atm-1', {}, 'mirror');
  report('atm-2', { outcome: 'reverted', installed: '2.0', more: 'reason require\nline 9\n' });
  const both = ['--to', url, `file://${join(folder, 'mirror')}`];
  const two = await results(...both);
  expect(two.stdout).toMatch(
    /^atm-2 .* reverted +a condition of the script does not hold \(line 9\)$/m,
  );
  expect([shown(two), two.code]).toEqual([['atm-1', 'atm-2'], 3]);
  report('atm-3', { outcome: 'broken' }, 'mirror');
  expect((await results(...both)).code).toBe(5);
  const other = await results(...both, '--release', 'other');
  expect([other.stdout, other.code]).toEqual(['0 devices\n', 0]);
});

test('B10: a server that is lost, and what can’t be understood, are 2', async () => {
  report('atm-1');
  const lost = await results('--to', url, 'ftp://127.0.0.1:1');
  expect([shown(lost), lost.code]).toEqual([['atm-1'], 2]);
  expect(lost.stderr).toContain('error: ftp://127.0.0.1:1/: no server answers there');
  writeFileSync(join(folder, 'server/results/atm-2.result'), 'cutover-result 1\nend\n');
  const unread = await results('--to', url);
  expect(unread.code).toBe(2);
  expect(unread.stdout).toMatch(/^atm-2 .* unreadable +there is no line `device`$/m);
});

test('B10 S14: one device with its log, however hostile; forgotten, it is gone', async () => {
  report('atm-1', { more: 'reason look\nwhy %1b%5b2J\n' });
  writeFileSync(
    join(folder, 'server/results/atm-1.log'),
    'one\n\u001b]0;x\u0007\u009b2J\r\n\ttab\n',
  );
  report('atm-2');
  const ended = await results(...to, '--device', 'atm-1');
  expect(ended.stdout).toContain('\\x1b[2J');
  expect(ended.stdout).toMatch(/^ {2}\| one\n {2}\| \\x1b\]0;x\\x07\\x9b2J\\x0d\n {2}\| \ttab\n/m);
  // eslint-disable-next-line no-control-regex -- control characters are what must not be there
  expect(ended.stdout + ended.stderr).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f]/);
  const json = await results(...to, '--device', 'atm-1', '--format', 'json');
  expect(JSON.parse(json.stdout)).toMatchObject({
    v: 1,
    devices: [{ log: 'one\n\u001b]0;x\u0007\u009b2J\r\n\ttab\n' }],
  });
  const gone = await results(...to, '--forget', 'atm-1');
  expect([gone.stdout, gone.code]).toEqual([`${url}/  atm-1  2 files removed\n`, 0]);
  expect(readdirSync(join(folder, 'server/results'))).toEqual(['atm-2.result']);
  const none = await results(...to, '--device', 'atm-1');
  expect([none.stdout, none.code]).toEqual(['', 2]);
});

test('B10: JUnit is for whoever reads no table', async () => {
  report('atm-1');
  const ended = await results('--to', url, '--format', 'junit');
  expect(ended.stdout).toMatch(/^<\?xml .*\n<testsuite .* tests="2" failures="0" errors="0" /);
});

test.skipIf(!hasSshd)('B01 B10: by SFTP, as the help says', async () => {
  const server = await sftpServer();
  mkdirSync(join(server.root, 'pub/results'));
  writeFileSync(join(server.root, 'pub/results/atm-1.result'), resultText({ at: ago(1_000) }));
  const { access } = server;
  const login = [
    '--user',
    access.user ?? '',
    '--login-key',
    access.key ?? '',
    '--known-hosts',
    access.knownHosts ?? '',
  ];
  const ended = await results('--to', access.url, ...login);
  await server.stop();
  expect([shown(ended), ended.code], ended.stderr).toEqual([['atm-1'], 0]);
});

describe('what is wrong is said before anybody is asked', () => {
  test.each([
    [['--device', '../x'], /not a name/],
    [['--forget', 'a', '../x'], /not a name/],
    [['--silent', 'soon'], /not a duration/],
    [['--format', 'xml'], /table, json, junit/],
    [[], /no version server is named/],
  ])('release results %j', async (words, said) => {
    const ended = await results(...words);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(said);
  });

  test('the help says whose word it is', async () => {
    expect((await results('--help')).stdout).toMatch(
      /as the devices\s+say: nobody\s+signs results/,
    );
  });
});
