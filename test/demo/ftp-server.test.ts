/** The demo's FTP server against three clients that were not made for it: basic-ftp, curl, wget. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { Client } from 'basic-ftp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startFtpServer } from '../../src/demo/ftp-server.ts';
import type { Listening } from '../../src/demo/loopback.ts';

const run = promisify(execFile);
const data = randomBytes(3_000_000);

let base: string;
let root: string;
let server: Listening;
let client: Client;
let commands: string[];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'cutover-ftp-'));
  root = join(base, 'root');
  await mkdir(root);
  commands = [];
  server = await startFtpServer({
    root,
    accounts: {
      publisher: { password: 'p w', writes: true },
      device: { password: 'd', writes: false },
    },
    anonymous: true,
    maxFileBytes: 4_000_000,
    onCommand: (command) => commands.push(command),
  });
  client = new Client(8000);
});

afterEach(async () => {
  client.close();
  await server.stop();
  await rm(base, { recursive: true, force: true });
});

function logIn(user: string, password: string): Promise<unknown> {
  return client.access({ host: server.host, port: server.port, user, password });
}

async function download(path: string, start = 0): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  await client.downloadTo(sink, path, start);
  return Buffer.concat(chunks);
}

function url(path: string, user = 'device:d'): string {
  return `ftp://${user}@${server.host}:${server.port}/${path}`;
}

test('what was uploaded comes back, whole, from an offset, and appended', async () => {
  await logIn('publisher', 'p w');
  await client.ensureDir('/a/b');
  await client.uploadFrom(Readable.from([data]), 'one.bin');
  expect(await client.size('one.bin')).toBe(data.length);
  expect((await download('one.bin')).equals(data)).toBe(true);
  expect((await download('/a/b/one.bin', 2_000_000)).equals(data.subarray(2_000_000))).toBe(true);
  await client.uploadFrom(Readable.from([data.subarray(0, 1000)]), 'two.bin');
  await client.appendFrom(Readable.from([data.subarray(1000)]), 'two.bin');
  expect((await readFile(join(root, 'a/b/two.bin'))).equals(data)).toBe(true);
  expect((await client.lastMod('two.bin')).getUTCFullYear()).toBeGreaterThan(2020);
});

test('a rename replaces what is there, and listings show names in UTF-8', async () => {
  await logIn('publisher', 'p w');
  await client.uploadFrom(Readable.from(['old']), 'gerät ä.txt');
  await client.uploadFrom(Readable.from(['new']), 'n.tmp');
  await client.rename('n.tmp', 'gerät ä.txt');
  expect((await client.list()).map((entry) => [entry.name, entry.size])).toEqual([
    ['gerät ä.txt', 3],
  ]);
  expect((await download('gerät ä.txt')).toString()).toBe('new');
  await client.ensureDir('/folder');
  await client.cd('/');
  await client.removeDir('folder');
  await client.remove('gerät ä.txt');
  expect(await client.list()).toEqual([]);
});

test('many small files over one connection', async () => {
  await logIn('publisher', 'p w');
  for (let number = 0; number < 50; number++)
    await client.uploadFrom(Readable.from([`r${number}`]), `s${number}`);
  expect(await client.list()).toHaveLength(50);
});

test('a missing file is 550, and the connection stays good', async () => {
  await logIn('device', 'd');
  await writeFile(join(root, 'there'), 'x');
  await expect(download('nope')).rejects.toMatchObject({ code: 550 });
  expect((await download('there')).toString()).toBe('x');
});

test('nobody leaves the root folder, by dots or by links', async () => {
  await writeFile(join(base, 'secret'), 'x');
  await symlink(join(base, 'secret'), join(root, 'link'));
  await symlink(base, join(root, 'up'));
  await symlink(join(base, 'not-yet'), join(root, 'dangling'));
  await logIn('publisher', 'p w');
  for (const path of ['../secret', '../../secret', 'link', 'up/secret', '/up/../../secret'])
    await expect(download(path)).rejects.toMatchObject({ code: 550 });
  for (const path of ['link', 'up/new', 'dangling'])
    await expect(client.uploadFrom(Readable.from(['x']), path)).rejects.toMatchObject({
      code: 550,
    });
  await expect(client.cd('up')).rejects.toMatchObject({ code: 550 });
  expect(await client.list()).toEqual([]);
  expect(await readFile(join(base, 'secret'), 'utf8')).toBe('x');
  await expect(readFile(join(base, 'not-yet'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('readers may not write; wrong passwords and strangers may nothing', async () => {
  await writeFile(join(root, 'there'), 'x');
  await logIn('anonymous', 'me@here');
  expect((await download('there')).toString()).toBe('x');
  for (const change of [
    () => client.uploadFrom(Readable.from(['y']), 'there'),
    () => client.remove('there'),
    () => client.rename('there', 'gone'),
    () => client.send('MKD new'),
  ])
    await expect(change()).rejects.toMatchObject({ code: 550 });
  await expect(logIn('device', 'wrong')).rejects.toMatchObject({ code: 530 });
  await expect(logIn('stranger', '')).rejects.toMatchObject({ code: 530 });
  expect(await readFile(join(root, 'there'), 'utf8')).toBe('x');
});

test('a password is not among the commands that are told', async () => {
  await logIn('publisher', 'p w');
  expect(commands).toContain('PASS ***');
  expect(commands.join('\n')).not.toContain('p w');
});

test('a file above the limit is refused', async () => {
  await logIn('publisher', 'p w');
  const upload = client.uploadFrom(Readable.from([data, data]), 'large');
  await expect(upload).rejects.toThrow();
});

test('curl fetches, resumes and lists', async () => {
  await writeFile(join(root, 'file.bin'), data);
  const target = join(base, 'curl.bin');
  await run('curl', ['-sS', '-o', target, url('file.bin')]);
  expect((await readFile(target)).equals(data)).toBe(true);
  await writeFile(target, data.subarray(0, 1_234_567));
  await run('curl', ['-sS', '-C', '-', '-o', target, url('file.bin')]);
  expect((await readFile(target)).equals(data)).toBe(true);
  const listing = await run('curl', ['-sS', url('', 'anonymous:x')]);
  expect(listing.stdout).toMatch(/^-rw-r--r-- .* 3000000 .* file\.bin\r?\n$/);
  await run('curl', ['-sS', '--disable-epsv', '-T', target, url('up.bin', 'publisher:p%20w')]);
  expect((await readFile(join(root, 'up.bin'))).equals(data)).toBe(true);
});

test.each([
  ['wget', ['-q', '-c', '-O']],
  ['busybox', ['wget', '-q', '-c', '-O']],
])('%s fetches and resumes', async (program, options) => {
  await writeFile(join(root, 'file.bin'), data);
  const target = join(base, 'wget.bin');
  await writeFile(target, data.subarray(0, 1_234_567));
  await run(program, [...options, target, url('file.bin')]);
  expect((await readFile(target)).equals(data)).toBe(true);
});

test('ABOR ends a transfer that nobody reads, and the session goes on', async () => {
  await writeFile(join(root, 'file.bin'), Buffer.alloc(50_000_000));
  const replies = conversation(server.port);
  await replies.ask('USER device', '331');
  await replies.ask('PASS d', '230');
  const port = Number(/\|\|\|(\d+)\|/.exec(await replies.ask('EPSV', '229'))?.[1]);
  const hole = connect(port, server.host)
    .pause()
    .on('error', () => undefined);
  await replies.ask('RETR file.bin', '150');
  await replies.ask('\u00ff\u00f4\u00ff\u00f2ABOR', '426');
  await replies.expect('226');
  await replies.ask('NOOP', '200');
  hole.destroy();
  replies.end();
});

test('a silent client is told 421 and closed', async () => {
  const quick = await startFtpServer({ root, idleMs: 50 });
  const replies = conversation(quick.port);
  await replies.expect('421');
  await quick.stop();
});

test('a line without end is cut off', async () => {
  const socket = connect(server.port, server.host);
  socket.on('error', () => undefined).resume();
  socket.write(Buffer.alloc(10_000, 'x'));
  await new Promise((resolve) => socket.on('close', resolve));
});

test('only loopback is served', async () => {
  await expect(startFtpServer({ root, host: '0.0.0.0' })).rejects.toThrow('loopback only');
});

/** A client that speaks line by line. */
function conversation(port: number) {
  const socket = connect(port, server.host);
  let text = '';
  let heard: () => void = () => undefined;
  socket.on('data', (bytes) => {
    text += bytes.toString();
    heard();
  });
  const expectReply = async (code: string): Promise<string> => {
    const pattern = new RegExp(`^${code} .*\r\n`, 'm');
    while (!pattern.test(text)) await new Promise<void>((resolve) => (heard = resolve));
    const line = pattern.exec(text)?.[0] ?? '';
    text = text.slice(text.indexOf(line) + line.length);
    return line;
  };
  return {
    expect: expectReply,
    ask: (line: string, code: string) => {
      socket.write(Buffer.from(`${line}\r\n`, 'latin1'));
      return expectReply(code);
    },
    end: () => socket.destroy(),
  };
}
