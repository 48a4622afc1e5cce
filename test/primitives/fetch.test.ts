/** `fetch`: the device fetches for itself, with what it has, from the first server that gives the very bytes. */
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startFtpServer } from '../../src/demo/ftp-server.ts';
import type { Listening } from '../../src/demo/loopback.ts';
import { pathWith } from '../device/kit/busybox-only.ts';
import { bindings, order, setUp, step, type Rig } from '../device/kit/rig.ts';
import { quoted, type Reply } from '../device/kit/session.ts';
import { allShells, busybox, dash } from '../device/kit/shells.ts';
import { outputOf, resultOf, valueOf } from '../device/kit/stories.ts';
import { freshRigs } from './rigs.ts';

const fresh = freshRigs();
const password = 'pa"ss\\wo rd#\'$x';
const bytes = randomBytes(300_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const artifact = `any ${String(bytes.length)} ${sha256} core/3.0/umg.tar.gz`;

let folder = '';
let server: Listening;
const asked: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-release-'));
  mkdirSync(join(folder, 'core/3.0'), { recursive: true });
  writeFileSync(join(folder, 'core/3.0/umg.tar.gz'), bytes);
  server = await startFtpServer({
    root: folder,
    anonymous: true,
    accounts: { umg: { password, writes: false } },
    onCommand: (command) => asked.push(command),
  });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const others: Listening[] = [];
afterEach(async () => {
  for (const other of others.splice(0)) await other.stop();
  asked.length = 0;
});

/** Another version server, whose package is not as it should be. */
async function serverWith(content: Buffer): Promise<string> {
  const root = mkdtempSync(join(folder, 'other-'));
  mkdirSync(join(root, 'core/3.0'), { recursive: true });
  writeFileSync(join(root, 'core/3.0/umg.tar.gz'), content);
  const other = await startFtpServer({ root, anonymous: true });
  others.push(other);
  return `ftp://127.0.0.1:${String(other.port)}`;
}

/** A web server that never stops sending. */
async function endless(): Promise<string> {
  const web = createServer((_, response) => {
    const more = (): void => {
      if (!response.destroyed && response.write(randomBytes(65_536))) setImmediate(more);
    };
    response.on('drain', more);
    response.on('error', () => undefined);
    more();
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const { port } = web.address() as AddressInfo;
  others.push({
    host: '127.0.0.1',
    port,
    stop: async () => {
      web.closeAllConnections();
      await new Promise((resolve) => web.close(resolve));
    },
  });
  return `http://127.0.0.1:${String(port)}`;
}

const good = (user = ''): string =>
  `ftp://127.0.0.1:${String(server.port)}\t${user}\t${user === '' ? '' : password}`;

async function fetch(
  rig: Rig,
  servers: readonly string[],
  what = artifact,
  extra: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const session = await rig.session();
  const reply = await session.ask(
    order('prepare', 'more', {
      body: [
        setUp(rig, ['fetch'], extra),
        `kit_servers ${quoted(servers.map((line) => `${line}\n`).join(''))}`,
        step('fetch', { what, variant: 'x86_64' }, { no: 1, gives: true }),
      ].join('\n'),
    }),
  );
  await session.kill();
  return reply;
}

const cached = (rig: Rig): string => join(rig.home, 'cache', sha256);

const tools = [
  { name: 'curl', shell: dash, env: undefined, secret: true },
  {
    name: 'GNU wget',
    shell: dash,
    env: pathWith('wget', ['wget'], ['/usr/bin/wget']),
    secret: true,
  },
  { name: 'busybox wget', shell: busybox, env: pathWith('bare', [], []), secret: false },
  { name: 'busybox ftpget', shell: busybox, env: pathWith('ftpget', ['wget'], []), secret: false },
];

describe.each(tools)('with $name', ({ shell, env, secret }) => {
  it('B05 A08: fetches, verifies, and gives the file', async () => {
    const rig = fresh(shell, env);
    const reply = await fetch(rig, [good()]);
    expect(valueOf(reply)).toBe(cached(rig));
    expect(readFileSync(cached(rig)).equals(bytes)).toBe(true);
    expect(readdirSync(join(rig.home, 'cache'))).toEqual([sha256]);
  });

  it(secret ? 'logs in with a password' : 'does not show a password to fetch with', async () => {
    const rig = fresh(shell, env);
    const reply = await fetch(rig, [good('umg')]);
    expect(resultOf(reply)).toBe(secret ? 'done' : 'failed');
    if (!secret) expect(outputOf(reply)).toContain('they would show the password');
  });

  it('B06: goes on with the next server where one is gone, and says so', async () => {
    const rig = fresh(shell, env);
    const reply = await fetch(rig, ['ftp://127.0.0.1:1\t\t', good()]);
    expect(resultOf(reply)).toBe('done');
    expect(outputOf(reply)).toContain('ftp://127.0.0.1:1: nothing usable');
  });

  it('F20: a flipped bit and a cut-off end are named, and the next server is asked', async () => {
    const rig = fresh(shell, env);
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(flipped.readUInt8(1000) ^ 1, 1000);
    const servers = [await serverWith(flipped), await serverWith(bytes.subarray(0, 200_000))];
    const reply = await fetch(rig, [...servers.map((url) => `${url}\t\t`), good()]);
    expect(outputOf(reply)).toContain(`expected SHA-256 ${sha256}, got`);
    expect(outputOf(reply)).toContain('expected 300000 bytes, got 200000');
    expect(resultOf(reply)).toBe('done');
    expect(readFileSync(cached(rig)).equals(bytes)).toBe(true);
  });

  it('F20: fails when none gives the very bytes, and keeps nothing of it', async () => {
    const rig = fresh(shell, env);
    const reply = await fetch(rig, [`${await serverWith(Buffer.alloc(300_000))}\t\t`]);
    expect(outputOf(reply)).toContain('none of 1 version servers gave what was published');
    expect(existsSync(cached(rig))).toBe(false);
  });

  it('goes on where it stopped', async () => {
    const rig = fresh(shell, env);
    mkdirSync(join(rig.home, 'cache'));
    writeFileSync(`${cached(rig)}.part`, bytes.subarray(0, 250_000));
    expect(resultOf(await fetch(rig, [good()]))).toBe('done');
    expect(asked.some((command) => command.startsWith('REST 250000'))).toBe(true);
  });

  it('begins anew where what came so far is wrong', async () => {
    const rig = fresh(shell, env);
    mkdirSync(join(rig.home, 'cache'));
    writeFileSync(`${cached(rig)}.part`, randomBytes(250_000));
    expect(resultOf(await fetch(rig, [good()]))).toBe('done');
  });
});

describe('whatever the tool', () => {
  it('S11: what lies in the cache is hashed again, and fetched anew if it has changed', async () => {
    const rig = fresh();
    mkdirSync(join(rig.home, 'cache'));
    writeFileSync(cached(rig), bytes);
    expect(resultOf(await fetch(rig, [good()]))).toBe('done');
    expect(asked).toEqual([]);
    const other = fresh();
    mkdirSync(join(other.home, 'cache'));
    writeFileSync(cached(other), randomBytes(300_000));
    expect(resultOf(await fetch(other, [good()]))).toBe('done');
    expect(readFileSync(cached(other)).equals(bytes)).toBe(true);
  });

  it.each([
    ['curl', dash, undefined],
    ['busybox wget', busybox, pathWith('bare', [], [])],
  ])('F26: an endless file is stopped at its signed size by %s', async (_, shell, env) => {
    const rig = fresh(shell, env);
    const reply = await fetch(rig, [`${await endless()}\t\t`, good()]);
    expect(resultOf(reply)).toBe('done');
    expect(readdirSync(join(rig.home, 'cache'))).toEqual([sha256]);
    expect(statSync(cached(rig)).size).toBe(bytes.length);
  });

  it('F26: a server that says nothing more is given up, by a tool that would wait for ever', async () => {
    const silent = createServer((_, response) => response.writeHead(200).write('a'));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const patient = (bindings.get('fetch') ?? '').replace('fetch_patience=15', 'fetch_patience=1');
    const rig = fresh(busybox, pathWith('bare', [], []));
    const servers = [`http://127.0.0.1:${String(port)}\t\t`, good()];
    const reply = await fetch(rig, servers, artifact, { fetch: patient });
    silent.closeAllConnections();
    silent.close();
    expect(resultOf(reply)).toBe('done');
  });

  it('S13: no password is an argument', async () => {
    const rig = fresh();
    const real = execFileSync('sh', ['-c', 'command -v curl'], { encoding: 'utf8' }).trim();
    const shim = join(rig.folder, 'shim');
    mkdirSync(shim);
    writeFileSync(
      join(shim, 'curl'),
      `#!/bin/sh\ntr '\\0' ' ' < /proc/$$/cmdline >> ${rig.folder}/seen\nenv >> ${rig.folder}/seen\nexec ${real} "$@"\n`,
    );
    chmodSync(join(shim, 'curl'), 0o755);
    const other = fresh(dash, { PATH: `${shim}:${process.env['PATH'] ?? ''}` });
    expect(resultOf(await fetch(other, [good('umg')]))).toBe('done');
    const seen = readFileSync(join(rig.folder, 'seen'), 'utf8');
    expect(seen).toContain('--config -');
    expect(seen).not.toContain('wo rd');
  });

  it('takes the variant it is told, and names those there are', async () => {
    const lines = `arm64 1 ${'a'.repeat(64)} x\nx86_64 ${String(bytes.length)} ${sha256} core/3.0/umg.tar.gz`;
    expect(resultOf(await fetch(fresh(), [good()], lines))).toBe('done');
    const reply = await fetch(fresh(), [good()], `arm64 1 ${'a'.repeat(64)} x`);
    expect(outputOf(reply)).toContain('no variant `x86_64`; it has arm64');
  });

  it.each(['-', 'a'.repeat(64)])('takes the path before its chunks’ hash (%s)', async (chunks) => {
    const reply = await fetch(fresh(), [good()], `${artifact} ${chunks}`);
    expect(resultOf(reply)).toBe('done');
  });

  it.each(['../../etc/passwd', 'a b', 'x"y', 'x\\y'])('refuses the path %j', async (path) => {
    const reply = await fetch(fresh(), [good()], `any 1 ${'a'.repeat(64)} ${path}`);
    expect(outputOf(reply)).toContain("the release's line is wrong");
  });
});

/** A GNU wget that aborts so many times first, as it does where a busy server's TLS session comes late; `starts` counts. */
function abortingWget(times: number): { readonly path: string; readonly starts: () => number } {
  const own = mkdtempSync(join(folder, 'aborting-'));
  const starts = join(own, 'starts');
  writeFileSync(starts, '');
  const text = [
    '#!/bin/sh',
    'case $1 in --version) exec /usr/bin/wget --version ;; esac',
    `echo >>${starts}`,
    `[ "$(wc -l <${starts})" -gt ${String(times)} ] || kill -ABRT $$`,
    'exec /usr/bin/wget "$@"',
  ].join('\n');
  writeFileSync(join(own, 'wget'), `${text}\n`, { mode: 0o755 });
  // Without curl, which would be taken first.
  const { PATH = '' } = pathWith(`aborting-${String(times)}`, ['wget'], []);
  return { path: `${own}:${PATH}`, starts: () => readFileSync(starts, 'utf8').length };
}

// busybox's shell takes its own wget before any other.
describe.each(allShells.filter(({ name }) => name !== 'busybox'))('in $name', (shell) => {
  it('B06: a GNU wget that aborted begins anew, with the same server', async () => {
    const wget = abortingWget(2);
    const rig = fresh(shell, { PATH: wget.path });
    expect(resultOf(await fetch(rig, [good('umg')]))).toBe('done');
    expect([wget.starts(), readFileSync(cached(rig)).equals(bytes)]).toEqual([3, true]);
  });

  it('F26: one that aborts each time is left for the next server', async () => {
    const wget = abortingWget(3);
    const rig = fresh(shell, { PATH: wget.path });
    expect(resultOf(await fetch(rig, [await serverWith(bytes), good()]))).toBe('done');
    expect(wget.starts()).toBe(4);
  });
});
