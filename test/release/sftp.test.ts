/** SFTP servers: none is spoken to whose host key isn't known, and what is wrong has its own code. */
import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openStore } from '../../src/release/open.ts';
import { asFault } from '../../src/release/store.ts';
import type { ServerAccess } from '../../src/release/store.ts';
import { hasSshd, sftpServer } from './sftp-server.ts';
import type { SftpServer } from './sftp-server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe.skipIf(!hasSshd)('OpenSSH’s SFTP server', () => {
  let server: SftpServer;

  beforeAll(async () => {
    server = await sftpServer();
  });
  afterAll(async () => {
    await server.stop();
  });

  /** What comes of a login with these in place of what is right. */
  async function login(more: Partial<ServerAccess>): Promise<{ code: string; message: string }> {
    const store = await asFault(() => openStore({ ...server.access, ...more }));
    if ('code' in store) return store;
    const found = await asFault(async () => ({ size: await store.size('nothing') }));
    store.close();
    return 'code' in found ? found : { code: 'in', message: '' };
  }

  test('lets in who has the key', async () => {
    expect(await login({})).toMatchObject({ code: 'in' });
  });

  test('F11: an unknown host key is shown, and nobody logs in', async () => {
    const empty = join(server.base, 'empty');
    await writeFile(empty, '');
    const print = execFileSync('ssh-keygen', ['-l', '-f', join(server.base, 'host.pub')]);
    const said = await login({ knownHosts: empty });
    expect(said.code).toBe('host-key');
    expect(said.message).toContain(print.toString().split(' ')[1]);
    await rm(empty);
    expect(await login({ knownHosts: empty })).toMatchObject({ code: 'host-key' });
  });

  test('F12: a changed host key is refused as a possible attack', async () => {
    const changed = join(server.base, 'changed');
    const other = await readFile(join(server.base, 'user.pub'), 'utf8');
    await writeFile(changed, `[127.0.0.1]:${String(server.port)} ${other}`);
    const said = await login({ knownHosts: changed });
    expect(said).toMatchObject({ code: 'host-key' });
    expect(said.message).toContain('possible attack');
  });

  test('a wrong key, no user, a key that is not there, nobody listening', async () => {
    expect(await login({ key: join(server.base, 'host') })).toMatchObject({ code: 'server-login' });
    const { user: _user, ...nobody } = server.access;
    expect(await asFault(() => openStore(nobody))).toMatchObject({ code: 'server-login' });
    expect(await login({ key: join(server.base, 'no') })).toMatchObject({ code: 'server-login' });
    expect(await login({ url: 'sftp://127.0.0.1:1/pub' })).toMatchObject({
      code: 'server-unreachable',
    });
  });

  test('what is larger than was asked for is not read', async () => {
    await writeFile(join(server.root, 'pub/large'), 'x'.repeat(100));
    const store = await openStore(server.access);
    expect((await store.read('large', 100))?.length).toBe(100);
    expect(await asFault(() => store.read('large', 99))).toMatchObject({ code: 'file-too-large' });
    expect(await store.read('none', 99)).toBeUndefined();
    expect(await store.makeFolderAlone('one')).toBe(true);
    expect(await store.makeFolderAlone('one')).toBe(false);
    store.close();
  });
});
