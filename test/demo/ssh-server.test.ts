/** The demo's SSH server against the library that the controller uses, and against OpenSSH. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import ssh2 from 'ssh2';
import type { Client, ClientChannel, ConnectConfig } from 'ssh2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newKeyPair, startSshServer } from '../../src/demo/ssh-server.ts';
import type { Listening } from '../../src/demo/loopback.ts';

const hostKeys = newKeyPair();
const userKeys = newKeyPair();

let folder: string;
let server: Listening;
let clients: Client[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cutover-ssh-'));
  clients = [];
  server = await startSshServer({
    hostKey: hostKeys.private,
    user: 'root',
    authorizedKey: userKeys.public,
    shell: ['sh'],
    environment: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', MARK: 'demo' },
    folder,
    banner: 'Authorised use only.\n',
  });
});

afterEach(async () => {
  for (const client of clients) client.end();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function connect(changes: ConnectConfig = {}): Promise<Client> {
  const client = new ssh2.Client();
  clients.push(client);
  const ready = new Promise<void>((resolve, reject) => {
    client.on('ready', resolve).on('error', reject);
  });
  client.connect({
    host: server.host,
    port: server.port,
    username: 'root',
    privateKey: userKeys.private,
    hostVerifier: (key: Buffer) => key.toString('base64') === hostKeys.public.split(' ')[1],
    ...changes,
  });
  await ready;
  client.setNoDelay(true);
  return client;
}

function start(client: Client, command: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error === undefined) resolve(channel);
      else reject(error);
    });
  });
}

interface Ended {
  readonly out: string;
  readonly error: string;
  readonly status: number | null;
}

async function ended(channel: ClientChannel): Promise<Ended> {
  const out: Buffer[] = [];
  const error: Buffer[] = [];
  let status: number | null = null;
  channel.on('data', (bytes: Buffer) => out.push(bytes));
  channel.stderr.on('data', (bytes: Buffer) => error.push(bytes));
  channel.on('exit', (code: number | null) => {
    status = code;
  });
  await once(channel, 'close');
  return {
    out: Buffer.concat(out).toString(),
    error: Buffer.concat(error).toString(),
    status,
  };
}

async function run(client: Client, command: string, input = ''): Promise<Ended> {
  const channel = await start(client, command);
  channel.end(input);
  return ended(channel);
}

async function lineIn(path: string): Promise<string> {
  for (;;) {
    const text = existsSync(path) ? await readFile(path, 'utf8') : '';
    if (text.endsWith('\n')) return text.trim();
    await sleep(5);
  }
}

/** A dead process that nobody has collected yet is dead. */
async function isAlive(pid: string): Promise<boolean> {
  try {
    return !/\) Z /.test(await readFile(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function gone(pid: string): Promise<void> {
  while (await isAlive(pid)) await sleep(5);
}

test('input, both outputs, status and environment go through', async () => {
  const client = await connect();
  const result = await run(
    client,
    'cat; echo "$MARK ${HOME-none}"; pwd; echo oh >&2; exit 7',
    'in\n',
  );
  expect(result).toEqual({
    out: `in\ndemo none\n${folder}\n`,
    error: 'oh\n',
    status: 7,
  });
});

test('a command that ends by a signal says which, as a shell does', async () => {
  const client = await connect();
  expect(await run(client, 'kill -TERM $$')).toMatchObject({ status: 143 });
});

test('a megabyte goes through in both directions, whole', async () => {
  const client = await connect();
  const text = 'x'.repeat(1_000_000);
  expect((await run(client, 'cat', text)).out).toBe(text);
});

test('several commands at once over one connection', async () => {
  const client = await connect();
  const first = await start(client, 'read line; echo "first $line"');
  const second = await run(client, 'echo second');
  const third = await run(client, 'echo third');
  first.end('last\n');
  expect([second.out, third.out, (await ended(first)).out]).toEqual([
    'second\n',
    'third\n',
    'first last\n',
  ]);
});

test('no terminal, no shell, no other user, key or password', async () => {
  const client = await connect();
  expect((await run(client, 'tty; exit 0')).out).toBe('not a tty\n');
  await expect(
    new Promise((resolve, reject) => {
      client.shell((error, channel) => {
        if (error === undefined) resolve(channel);
        else reject(error);
      });
    }),
  ).rejects.toThrow();
  for (const wrong of [
    { privateKey: newKeyPair().private },
    { username: 'admin' },
    { privateKey: '', password: 'root' },
  ])
    await expect(connect(wrong)).rejects.toThrow(/authentication/i);
});

test('a closed channel hangs up the group, and what has left it lives on', async () => {
  const client = await connect();
  const channel = await start(
    client,
    'sleep 60 & echo $! >in; setsid sh -c "echo \\$\\$ >out; sleep 60" & cat',
  );
  const inside = await lineIn(join(folder, 'in'));
  const outside = await lineIn(join(folder, 'out'));
  channel.close();
  await gone(inside);
  expect(await isAlive(outside)).toBe(true);
  process.kill(-Number(outside), 'SIGKILL');
});

test('a lost connection is a closed channel', async () => {
  const client = await connect();
  await start(client, 'echo $$ >in; cat');
  const inside = await lineIn(join(folder, 'in'));
  client.destroy();
  await gone(inside);
});

test('a changed host key is seen by the client', async () => {
  await expect(connect({ hostVerifier: () => false })).rejects.toThrow(/verif/i);
});

test('OpenSSH gets in, too', async () => {
  await writeFile(join(folder, 'key'), userKeys.private, { mode: 0o600 });
  const known = `[${server.host}]:${server.port} ${hostKeys.public}\n`;
  await writeFile(join(folder, 'known_hosts'), known);
  const options = [
    '-F',
    'none',
    '-o',
    'BatchMode=yes',
    '-o',
    `UserKnownHostsFile=${folder}/known_hosts`,
  ];
  const result = await promisify(execFile)('ssh', [
    ...options,
    ...[
      '-i',
      join(folder, 'key'),
      '-p',
      String(server.port),
      `root@${server.host}`,
      'echo "$MARK"',
    ],
  ]);
  expect(result.stdout).toBe('demo\n');
});

test('only loopback is served', async () => {
  const options = { hostKey: hostKeys.private, user: 'x', authorizedKey: userKeys.public };
  await expect(
    startSshServer({ ...options, shell: ['sh'], environment: {}, folder, host: '0.0.0.0' }),
  ).rejects.toThrow('loopback only');
});
