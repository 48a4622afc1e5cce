/** Known hosts as OpenSSH writes them (F11, F12). */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  addKnownKey,
  judgeKey,
  keyFingerprint,
  keyType,
  knownKeys,
  type KnownKey,
} from '../../src/device/host-keys.ts';
import { isFault } from '../../src/protocol/fault.ts';

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

function keysIn(...words: Parameters<typeof knownKeys>): readonly KnownKey[] {
  const keys = knownKeys(...words);
  if (isFault(keys)) throw new Error(keys.fault.message);
  return keys;
}

test('what was added is known; another key is a change; another port is another host', () => {
  addKnownKey(file, '127.0.0.1', 2201, first.blob);
  const known = keysIn(file, '127.0.0.1', 2201);
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
  expect(judgeKey(keysIn(file, '127.0.0.1', 2201), first.blob)).toBe('known');
});

test('a revoked key is refused', () => {
  const revoked = join(folder, 'revoked');
  const [type, key] = first.line.split(' ');
  writeFileSync(revoked, `@revoked device ${type ?? ''} ${key ?? ''}\n`);
  expect(judgeKey(keysIn(revoked, 'device', 22), first.blob)).toBe('revoked');
});

test("the fingerprint is ssh-keygen's", () => {
  const shown = execFileSync('ssh-keygen', ['-l', '-f', join(folder, 'first.pub')], {
    encoding: 'utf8',
  });
  expect(shown).toContain(keyFingerprint(first.blob));
  expect(keyType(first.blob)).toBe('ssh-ed25519');
});

test.each([
  [
    'a folder',
    (path: string) => {
      mkdirSync(path);
    },
    /EISDIR/,
  ],
  [
    'a link to itself',
    (path: string) => {
      symlinkSync(path, path);
    },
    undefined,
  ],
  [
    'bytes that are no text',
    (path: string) => {
      writeFileSync(path, Buffer.of(0x7f, 0, 0xff));
    },
    /it is not a text/,
  ],
  [
    'a key that is none',
    (path: string) => {
      writeFileSync(path, '# ours\ndevice ssh-ed25519 !!!\n');
    },
    /line 2 names device, and its key is none/,
  ],
  [
    'half a key',
    (path: string) => {
      writeFileSync(path, `device ssh-ed25519 ${first.blob.toString('base64').slice(0, 8)}\n`);
    },
    /line 1 names device, and its key is none/,
  ],
])('F11 F12: %s is a fault that names the file, and nobody is trusted', (_, put, why) => {
  const path = join(mkdtempSync(join(folder, 'spoiled-')), 'known_hosts');
  put(path);
  const found = [knownKeys(path, 'device', 22), addKnownKey(path, 'device', 22, first.blob)];
  const [known] = found;
  // A link that leads nowhere is no file yet; to add to it fails.
  const fault = why === undefined ? found[1] : known;
  expect(fault).toMatchObject({ fault: { code: 'host-key' } });
  if (!isFault(fault)) return;
  expect(fault.fault.message).toContain(`the known hosts ${path} can't be used`);
  expect(fault.fault.message).toMatch(why ?? /ELOOP/);
});

test('a line of another host may be whatever it is', () => {
  const path = join(mkdtempSync(join(folder, 'other-')), 'known_hosts');
  writeFileSync(path, `other ssh-ed25519 !!!\ndevice ${first.line}\n`);
  expect(judgeKey(keysIn(path, 'device', 22), first.blob)).toBe('known');
});
