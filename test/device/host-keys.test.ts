/** Known hosts as OpenSSH writes them (F11, F12). */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  addKnownKey,
  judgeKey,
  keyFingerprint,
  keyType,
  knownKeys,
} from '../../src/device/host-keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'cutover-host-keys-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function makeKey(name: string): { readonly blob: Buffer; readonly line: string } {
  const file = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  const line = readFileSync(`${file}.pub`, 'utf8').trim();
  return { blob: Buffer.from(line.split(' ')[1] ?? '', 'base64'), line };
}

const first = makeKey('first');
const second = makeKey('second');
const file = join(folder, 'known_hosts');

test('what was added is known; another key is a change; another port is another host', () => {
  addKnownKey(file, '127.0.0.1', 2201, first.blob);
  const known = knownKeys(file, '127.0.0.1', 2201);
  expect(judgeKey(known, first.blob)).toBe('known');
  expect(judgeKey(known, second.blob)).toBe('changed');
  expect(knownKeys(file, '127.0.0.1', 2202)).toEqual([]);
  expect(judgeKey([], first.blob)).toBe('unknown');
});

test('ssh-keygen finds our lines, and we find its hashed ones', () => {
  expect(
    execFileSync('ssh-keygen', ['-F', '[127.0.0.1]:2201', '-f', file], { encoding: 'utf8' }),
  ).toContain('ssh-ed25519');
  execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
  expect(readFileSync(file, 'utf8')).toContain('|1|');
  expect(judgeKey(knownKeys(file, '127.0.0.1', 2201), first.blob)).toBe('known');
});

test('a revoked key is refused', () => {
  const revoked = join(folder, 'revoked');
  const [type, key] = first.line.split(' ');
  writeFileSync(revoked, `@revoked device ${type ?? ''} ${key ?? ''}\n`);
  expect(judgeKey(knownKeys(revoked, 'device', 22), first.blob)).toBe('revoked');
});

test("the fingerprint is ssh-keygen's", () => {
  const shown = execFileSync('ssh-keygen', ['-l', '-f', join(folder, 'first.pub')], {
    encoding: 'utf8',
  });
  expect(shown).toContain(keyFingerprint(first.blob));
  expect(keyType(first.blob)).toBe('ssh-ed25519');
});
