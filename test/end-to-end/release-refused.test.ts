/** What the version server's console refuses, as a user calls it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newReleaseKey } from '../../src/demo/release-key.ts';
import { cutover } from './harness/cutover.ts';
import type { Ended } from './harness/cutover.ts';

let folder: string;
let to: readonly string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-refused-'));
  for (const name of ['server', '2.0', '3.0']) mkdirSync(join(folder, name));
  to = ['--to', `file://${folder}/server`, '--trust', 'releases.root'];
  writeFileSync(join(folder, 'key'), newReleaseKey(), { mode: 0o600 });
  for (const version of ['2.0', '3.0']) writeRelease(version, 1);
  const [option = '', url = ''] = to;
  await good(release('init', option, url, '--key', 'key', '--out', 'releases.root'));
  await good(signing('publish', '2.0'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function writeRelease(version: string, packages: number): void {
  writeFileSync(join(folder, version, 'box.tar.gz'), `box ${version}`);
  const item = (n: number) =>
    `  - { script: box-${String(n)}, artifact: package, file: box.tar.gz }\n`;
  const items = Array.from({ length: packages }, (_, n) => item(n));
  const head = `cutover: 1\nrelease: core\nversion: "${version}"\npackages:\n`;
  writeFileSync(join(folder, version, 'release.yaml'), head + items.join(''));
}

const release = (...words: readonly string[]) => cutover(folder, ['release', ...words]);
const signing = (...words: readonly string[]) => release(...words, ...to, '--key', 'key');

async function good(ended: Promise<Ended>): Promise<Ended> {
  const done = await ended;
  expect(done.code, done.stderr).toBe(0);
  return done;
}

test.each([
  ['--channel', 'all devices', 'a name'],
  ['--channel', 'stable 100\nfrom 1.0', 'a name'],
  ['--from', 'old one', 'a version'],
  ['--allow-from', '4.0 or so', 'a version'],
])('B01: what nobody could read is not published: %s %j', async (option, value, expected) => {
  const refused = await signing('publish', '3.0', option, value);
  expect(refused.code, refused.stderr).toBe(1);
  expect(refused.stderr).toContain(`is invalid. It is not ${expected}.`);
});

test('B01: nor are more packages than a reader takes, and what is there stays', async () => {
  writeRelease('3.0', 1_001);
  const before = readFileSync(join(folder, 'server/timestamp'), 'utf8');
  const refused = await signing('publish', '3.0');
  expect([refused.code, refused.stdout]).toEqual([2, '']);
  expect(refused.stderr).toContain(
    'nobody could read the targets that this makes: more than 1000 packages and programs',
  );
  expect(readFileSync(join(folder, 'server/timestamp'), 'utf8')).toBe(before);
  writeRelease('3.0', 999);
  await good(release('add', '3.0'));
  await good(signing('publish', '3.0'));
  const list = await good(release('list', ...to));
  expect(list.stdout).toMatch(/3\.0[^]*2\.0/);
});

test('B01: what no server has taken is not said to hold', async () => {
  writeFileSync(join(folder, 'server/core/3.0'), 'in the way');
  const behind = await signing('publish', '3.0');
  expect(behind.code).toBe(2);
  expect(behind.stderr).toContain('stays behind');
  expect(behind.stderr).not.toContain('holds until');
});

test.each([
  ['/dev/zero', 'file:///nowhere', "the root file /dev/zero can't be read: it is not a plain file"],
  ['releases.root', 'file://server', 'file://server is not the URL of a version server'],
])('wrong input ends at once: --trust %s --to %s', async (trust, url, expected) => {
  const refused = await release('list', '--trust', trust, '--to', url);
  expect(refused.code, refused.stderr).toBe(1);
  expect(refused.stderr).toContain(expected);
});
