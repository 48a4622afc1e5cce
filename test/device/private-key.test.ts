/** Private keys that can't be used are faults that name their file, not defects (F13). */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readPrivateKey } from '../../src/device/private-key.ts';
import { isFault } from '../../src/protocol/fault.ts';

const folder = mkdtempSync(join(tmpdir(), 'cutover-keys-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function newKey(name: string, ...more: readonly string[]): string {
  const file = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-f', file, ...more]);
  return file;
}

function written(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

test.each([
  ['OpenSSH’s own form', ['-t', 'ed25519']],
  ['RSA', ['-t', 'rsa', '-b', '2048']],
  ['PEM', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
])('%s is taken', (name, words) => {
  expect(readPrivateKey(newKey(name, '-N', '', ...words))).toHaveProperty('privateKey');
});

test.each([
  ['OpenSSH’s own form', ['-t', 'ed25519']],
  ['PEM', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
  ['PKCS 8', ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8']],
])('F13: a passphrase is said to be the problem (%s)', (name, words) => {
  const file = newKey(`${name} locked`, '-N', 'secret', ...words);
  expectProblem(file, /protected by a passphrase/);
});

test.each([
  ['text', 'no key at all\n'],
  ['nothing', ''],
  ['bytes', Buffer.from([0, 255, 27, 91, 50, 74])],
  [
    'a broken one',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
  ],
])('F13: %s is no key', (name, content) => {
  expectProblem(written(name, content), /can't be used/);
});

test('F13: a public key is not taken for a private one', () => {
  expectProblem(`${newKey('pair', '-N', '', '-t', 'ed25519')}.pub`, /no private key|can't be used/);
});

test('F13: a key that is missing, or is a folder', () => {
  expectProblem(join(folder, 'missing'), /ENOENT/);
  expectProblem(folder, /EISDIR/);
});

function expectProblem(file: string, why: RegExp): void {
  const read = readPrivateKey(file);
  if (!isFault(read)) throw new Error(`${file} was taken`);
  expect(read.fault.code).toBe('auth');
  expect(read.fault.message).toContain(file);
  expect(read.fault.message).toMatch(why);
  expect(read.fault.hint).toBeDefined();
}
