/** `fetch` against servers that lie, and against mirrors of which each has something wrong. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startFtpServer } from '../../src/demo/ftp-server.ts';
import { pathWith } from '../device/kit/busybox-only.ts';
import { bindings, order, setUp, step, type Rig } from '../device/kit/rig.ts';
import { quoted, type Reply } from '../device/kit/session.ts';
import { busybox, dash } from '../device/kit/shells.ts';
import { outputOf, resultOf } from '../device/kit/stories.ts';
import { liar, type Lies } from '../release/liar.ts';
import { freshRigs } from './rigs.ts';

const fresh = freshRigs();
const mebibyte = 1_048_576;
const bytes = randomBytes(4 * mebibyte + 12_345);
const sha256 = (content: Buffer | string): string =>
  createHash('sha256').update(content).digest('hex');
const chunks = Array.from(
  { length: 5 },
  (_, at) => `${sha256(bytes.subarray(at * mebibyte, (at + 1) * mebibyte))}\n`,
).join('');
const artifact = `any ${String(bytes.length)} ${sha256(bytes)} umg.tar.gz ${sha256(chunks)}`;

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.splice(0)) await end();
});

interface Mirror {
  readonly url: string;
  readonly asked: readonly string[];
}
/** A mirror whose package has wrong bytes in these chunks. */
async function mirror(wrong: readonly number[] = [], list = chunks): Promise<Mirror> {
  const root = mkdtempSync(join(tmpdir(), 'cutover-mirror-'));
  const asked: string[] = [];
  const content = Buffer.from(bytes);
  for (const chunk of wrong)
    content[chunk * mebibyte + 77] = 1 ^ (content[chunk * mebibyte + 77] ?? 0);
  writeFileSync(join(root, 'umg.tar.gz'), content);
  writeFileSync(join(root, 'umg.tar.gz.chunks'), list);
  const server = await startFtpServer({
    root,
    anonymous: true,
    onCommand: (command) => asked.push(command),
  });
  ends.push(async () => {
    await server.stop();
    rmSync(root, { recursive: true });
  });
  return { url: `ftp://127.0.0.1:${String(server.port)}`, asked };
}

async function lying(lies: Lies): Promise<string> {
  const server = await liar({ 'umg.tar.gz': 'nothing' }, lies);
  ends.push(() => server.stop());
  return server.url;
}

/** Impatient, so that what hangs is given up soon. */
const impatient = (bindings.get('fetch') ?? '').replace('fetch_patience=15', 'fetch_patience=2');

async function fetch(rig: Rig, urls: readonly string[], what = artifact): Promise<Reply> {
  const session = await rig.session();
  const lines = urls.map((url) => `${url}\t\t\n`).join('');
  const reply = await session.ask(
    order('prepare', 'more', {
      body: [
        setUp(rig, ['fetch'], { fetch: impatient }),
        `kit_servers ${quoted(lines)}`,
        step('fetch', { what, variant: 'any' }, { no: 1, gives: true }),
      ].join('\n'),
    }),
  );
  await session.kill();
  return reply;
}
const fetched = (rig: Rig): Buffer => readFileSync(join(rig.home, 'cache', sha256(bytes)));
const retrieved = (asked: readonly string[]): readonly string[] =>
  asked.filter((line) => /^(REST [1-9]|RETR)/.test(line));

const tools = [
  { name: 'curl', shell: dash, env: undefined },
  { name: 'GNU wget', shell: dash, env: pathWith('gnu', ['wget'], ['/usr/bin/wget']) },
  { name: 'busybox wget', shell: busybox, env: pathWith('bare', [], []) },
  { name: 'busybox ftpget', shell: busybox, env: pathWith('ftpget', ['wget'], []) },
];

describe.each(tools)('with $name', ({ name, shell, env }) => {
  it('F20: a bad mirror costs a chunk and not the file', async () => {
    const [bad, good] = [await mirror([2]), await mirror()];
    const rig = fresh(shell, env);
    expect(resultOf(await fetch(rig, [bad.url, good.url]))).toBe('done');
    expect(fetched(rig).equals(bytes)).toBe(true);
    expect(retrieved(good.asked)).toEqual([
      'RETR umg.tar.gz.chunks',
      `REST ${String(2 * mebibyte)}`,
      'RETR umg.tar.gz',
    ]);
  });

  it('F20: no mirror is right, and each has what the other lacks', async () => {
    const [one, two] = [await mirror([0, 4]), await mirror([1])];
    const rig = fresh(shell, env);
    expect(resultOf(await fetch(rig, [one.url, two.url]))).toBe('done');
    expect(fetched(rig).equals(bytes)).toBe(true);
  });

  it('F20: a list of chunks that was not published counts for nothing', async () => {
    const bad = await mirror([1], chunks.replace(/^./, 'x'));
    const reply = await fetch(fresh(shell, env), [bad.url, bad.url]);
    expect(resultOf(reply)).toBe('failed');
    expect(outputOf(reply)).toContain('umg.tar.gz.chunks is not what was published');
  });

  it('B06: what has come is kept when the next server is gone', async () => {
    const good = await mirror();
    const rig = fresh(shell, env);
    mkdirSync(join(rig.home, 'cache'));
    const part = join(rig.home, 'cache', `${sha256(bytes)}.part`);
    writeFileSync(part, bytes.subarray(0, 3 * mebibyte));
    const whole = artifact.replace(/ [0-9a-f]+$/, '');
    expect(resultOf(await fetch(rig, ['ftp://127.0.0.1:1', good.url], whole))).toBe('done');
    expect(retrieved(good.asked)).toEqual([`REST ${String(3 * mebibyte)}`, 'RETR umg.tar.gz']);
  });

  it('F26: one byte a second is given up, and the next server asked', async () => {
    const good = await mirror();
    const drip = await lying({
      reply: (command) => (/^(SIZE|REST)/.test(command) ? '502 no' : undefined),
      data: (_, socket) => {
        const timer = setInterval(() => socket.write('x'), 1000);
        socket.on('close', () => {
          clearInterval(timer);
        });
      },
    });
    const rig = fresh(shell, env);
    expect(resultOf(await fetch(rig, [drip, good.url]))).toBe('done');
    expect(fetched(rig).equals(bytes)).toBe(true);
  });

  it('F26: an endless file is stopped at its size', async () => {
    const good = await mirror();
    const endless = await lying({
      data: (_, socket) => {
        flood(socket, 'x'.repeat(65_536));
      },
    });
    const rig = fresh(shell, env);
    expect(resultOf(await fetch(rig, [endless, good.url]))).toBe('done');
  });

  it('F26: a greeting without an end is given up', async () => {
    const good = await mirror();
    const huge = await lying({
      greeting: (socket) => {
        flood(socket, '220-welcome\r\n'.repeat(5000));
      },
    });
    const rig = fresh(shell, env);
    expect(resultOf(await fetch(rig, [huge, good.url]))).toBe('done');
  });

  it('F27: data come from the host of the control connection, whatever the server says', async () => {
    const foreign = await foreignHost();
    const port = (foreign.server.address() as AddressInfo).port;
    const address = `127,0,0,2,${String(port >> 8)},${String(port & 255)}`;
    const sends = await lying({
      reply: (command) => {
        if (command === 'EPSV') return '502 no';
        return command === 'PASV' ? `227 here (${address})` : undefined;
      },
    });
    const good = await mirror();
    const rig = fresh(shell, env);
    expect(resultOf(await fetch(rig, [sends, good.url]))).toBe('done');
    // GNU wget can't be told not to go there; what it brings is believed no more than anything else.
    expect(foreign.count()).toBe(name === 'GNU wget' ? 1 : 0);
    expect(fetched(rig).equals(bytes)).toBe(true);
  });
});

it('F27: nothing is said without TLS to a server that was to speak it', async () => {
  const said: string[] = [];
  const stripped = await lying({
    reply: (command) => {
      said.push(command);
      return command.startsWith('AUTH') ? '500 what?' : undefined;
    },
  });
  const good = await mirror();
  const rig = fresh();
  expect(resultOf(await fetch(rig, [stripped.replace('ftp:', 'ftps:'), good.url]))).toBe('done');
  expect(said.filter((command) => !/^(AUTH|QUIT)/.test(command))).toEqual([]);
  expect(said).toContain('AUTH SSL');
});

function flood(socket: Socket, text: string): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(text));
  };
  socket.on('drain', more);
  more();
}

async function foreignHost(): Promise<{ server: Server; count: () => number }> {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.on('error', () => undefined);
    socket.end('nothing');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.2', resolve));
  ends.push(() => server.close());
  return { server, count: () => count };
}
