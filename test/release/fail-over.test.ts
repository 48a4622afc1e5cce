/** Servers that fail, hang or lie: none holds anything up, each is named, the next is tried. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, expect, test, vi } from 'vitest';
import { readRelease } from '../../src/release/read.ts';
import type { FtpOptions } from '../../src/release/store-ftp.ts';
import type { Kept } from '../../src/release/trust/seen.ts';
import { newKey, publishedTexts, rootOf, rootText, withRoots } from './authority.ts';
import { trusting } from './console.ts';
import { liar } from './liar.ts';
import type { Liar, Lies } from './liar.ts';

const key = newKey();
const published = `${new Date().toISOString().slice(0, 19)}Z`;
const expires = '2099-01-01T00:00:00Z';
const root = rootText(rootOf(1, key, {}, { expires }), [key]);
const texts = (counter: number) =>
  publishedTexts({
    counter,
    releases: { core: { revision: counter } },
    keys: [key],
    published,
    expires,
  });
const GOOD = Object.fromEntries(withRoots(texts(2), root));
const OLDER = Object.fromEntries(withRoots(texts(1), root));
const PATH = 'core/2.versions';
const options: FtpOptions = {
  patience: { connectMs: 3_000, commandMs: 3_000, bytesPerSecond: 10_000_000, graceMs: 1_000 },
};

vi.setConfig({ testTimeout: 60_000 });

const running: Liar[] = [];

afterAll(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function serve(
  files: Readonly<Record<string, string>> = GOOD,
  lies: Lies = {},
): Promise<string> {
  const server = await liar(files, lies);
  running.push(server);
  return server.url;
}

const read = (...urls: readonly string[]) =>
  readRelease(
    urls.map((url) => ({ url })),
    { release: 'core', version: '3.0' },
    trusting(root),
    options,
  );

async function deadPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `ftp://127.0.0.1:${String(port)}`;
}

test.concurrent('B06: when one server fails the next is tried; each failure is named', async () => {
  const dead = await deadPort();
  const behind = await serve({});
  const good = await serve();
  const found = await read(dead, behind, good, 'ftp://127.0.0.1:1');
  expect(found).toMatchObject({ information: { name: 'core', version: '3.0' }, from: good });
  expect('failed' in found && found.failed.map(({ url, fault }) => [url, fault.code])).toEqual([
    [dead, 'server-unreachable'],
    [behind, 'no-release'],
    ['ftp://127.0.0.1:1', 'server-unreachable'],
  ]);
});

test.concurrent('B06: all servers down is one fault that names them all', async () => {
  const [one, two] = [await deadPort(), await deadPort()];
  const found = await read(one, two);
  expect(found).toMatchObject({ code: 'server-unreachable' });
  expect('message' in found && found.message).toContain(one);
  expect('message' in found && found.message).toContain(two);
});

test.concurrent(
  'B06: a port where nobody listens is neither a missing release nor a login',
  async () => {
    const dead = await deadPort();
    const found = await read(dead);
    expect(found).toMatchObject({
      message: expect.stringMatching(
        /^no version server could give release `core 3\.0`: .*: no server answers there: `connect ECONNREFUSED/,
      ) as string,
      hint: 'is the version server running, and are its host and port right?',
    });
    expect('message' in found && found.message).not.toMatch(/log in/);
    const lacking = await read(await serve({}));
    expect('message' in lacking && lacking.message).toMatch(/^no version server has release /);
  },
);

test.concurrent('no server at all', async () => {
  expect(await read()).toMatchObject({ code: 'no-server' });
});

/** Alone it is a fault of that code; before a good one it is passed over. */
function lie(what: string, code: string, start: () => Promise<string>): void {
  test.concurrent(`a server that ${what} is passed over: ${code}`, async () => {
    const url = await start();
    expect(await read(url)).toMatchObject({ code });
    const good = await serve();
    expect(await read(url, good)).toMatchObject({ from: good, failed: [{ url, fault: { code } }] });
  });
}

lie('says nothing', 'server-timeout', () => serve(GOOD, { greeting: () => undefined }));
lie('answers no SIZE', 'server-timeout', () =>
  serve(GOOD, { reply: (line) => (line.startsWith('SIZE') ? '' : undefined) }),
);
lie('stalls in the middle of a file', 'server-timeout', () =>
  serve(GOOD, { data: (_path, socket) => void socket.write('cutover') }),
);
lie('greets without end', 'server-unreachable', () =>
  serve(GOOD, {
    greeting: (socket) => {
      const more = () => socket.write('220-'.padEnd(65_536, 'x'), () => socket.writable && more());
      more();
    },
  }),
);
lie('says a file is huge', 'endless', () =>
  serve(GOOD, { reply: (line) => (line.startsWith('SIZE') ? '213 99999999999' : undefined) }),
);
lie('sends more than it said', 'endless', () =>
  serve(GOOD, {
    data: (_path, socket) => {
      const more = () => socket.write(Buffer.alloc(65_536), () => socket.writable && more());
      more();
    },
  }),
);
lie('refuses the login', 'server-login', () =>
  serve(GOOD, { reply: (line) => (line.startsWith('PASS') ? '530 no' : undefined) }),
);
lie('sends data from elsewhere', 'server-unreachable', () =>
  serve(GOOD, {
    reply: (line) => {
      if (line === 'EPSV') return '500 what';
      return line === 'PASV' ? '227 (192,0,2,1,4,1)' : undefined;
    },
  }),
);
lie('has another file than is named', 'mixed', () =>
  serve({ ...GOOD, [PATH]: (GOOD[PATH] ?? '').replace('revision 2', 'revision 3') }),
);
lie('has lost the file', 'mixed', () => serve({ ...GOOD, [PATH]: '' }));
lie('has half of the timestamp', 'malformed', () =>
  serve({ ...GOOD, timestamp: (GOOD['timestamp'] ?? '').slice(0, 50) }),
);
lie('is signed by somebody else', 'wrong-key', () => {
  const stranger = newKey();
  const theirs = publishedTexts({
    counter: 9,
    releases: { core: { revision: 9 } },
    keys: [stranger],
    published,
    expires,
  });
  return serve(Object.fromEntries(theirs));
});
lie('closes in the middle of the conversation', 'server-unreachable', () =>
  serve(GOOD, {
    reply: (line, socket) => {
      if (line.startsWith('SIZE')) socket.destroy();
      return undefined;
    },
  }),
);

test.concurrent(
  'F25: of servers that differ the newest that is right counts; the others are named',
  async () => {
    const [older, newer] = [await serve(OLDER), await serve(GOOD)];
    for (const urls of [
      [older, newer],
      [newer, older],
    ]) {
      expect(await read(...urls)).toMatchObject({
        from: newer,
        failed: [{ url: older, fault: { code: 'older' } }],
      });
    }
  },
);

test.concurrent('F24: a key that one server shows to be gone counts nowhere', async () => {
  const next = newKey();
  const second = rootText(rootOf(2, next, {}, { expires }), [key, next]);
  const [old, honest] = [
    await serve(GOOD),
    await serve(Object.fromEntries(withRoots(new Map(), root, second))),
  ];
  for (const urls of [
    [old, honest],
    [honest, old],
  ]) {
    const found = await read(...urls);
    expect(found).toMatchObject({ code: 'no-release' });
    expect('message' in found && found.message).toContain('none of its signatures is of a key');
  }
});

test.concurrent(
  'what was seen is kept before anything is told, and held against the next',
  async () => {
    const url = await serve(GOOD);
    const wanted = { release: 'core', version: '3.0' };
    const kept: Kept[] = [];
    const keep = (next: Kept) => Promise.resolve(void kept.push(next));
    await readRelease([{ url }], wanted, { ...trusting(root), keep }, options);
    expect(kept).toEqual([{ root, timestamp: GOOD['timestamp'], snapshot: GOOD['2.snapshot'] }]);
    const [seen = {}] = kept;
    const back = await readRelease(
      [{ url: await serve(OLDER) }],
      wanted,
      { ...trusting(root), kept: seen },
      options,
    );
    expect(back).toMatchObject({ code: 'older' });
  },
);

test.concurrent('where nobody’s signature is asked for, hashes hold all the same', async () => {
  const wanted = { release: 'core', version: '3.0' };
  const ask = async (files: Readonly<Record<string, string>>) =>
    await readRelease([{ url: await serve(files) }], wanted, trusting(undefined), options);
  const unsigned = (GOOD['timestamp'] ?? '').replace(/signature .*\n/, '');
  expect(await ask({ ...GOOD, timestamp: unsigned })).toMatchObject({
    information: { unsigned: true },
  });
  expect(await ask({ ...GOOD, [PATH]: OLDER['core/1.versions'] ?? '' })).toMatchObject({
    code: 'mixed',
  });
});

test.concurrent('what a server says reaches nobody’s terminal raw', async () => {
  const url = await serve(GOOD, {
    reply: (line) => (line.startsWith('PASS') ? '530 \x1b]0;owned\x07\u202eno' : undefined),
  });
  const found = await read(url);
  expect('message' in found && found.message).toContain('530 \\x1b]0;owned\\x07\\u{202e}no');
});

test.concurrent(
  'TLS that breaks down in the handshake is a fault like any other, many times over',
  async () => {
    const url = (
      await serve(GOOD, {
        reply: (line, socket) => {
          if (!line.startsWith('AUTH')) return undefined;
          socket.write('234 go\r\n220 plain text where a handshake should be\r\n');
          return '';
        },
      })
    ).replace('ftp:', 'ftps:');
    const results = await Promise.all(Array.from({ length: 30 }, () => read(url)));
    for (const result of results) {
      expect('code' in result && result.code).toMatch(/^server-(?:unreachable|timeout)$/);
    }
  },
);

test.concurrent('a password is never in a fault', async () => {
  const url = await serve(GOOD, {
    reply: (line) => (line.startsWith('PASS') ? `530 ${line}` : undefined),
  });
  const found = await readRelease(
    [{ url, user: 'u', password: 'geheim' }],
    { release: 'core' },
    trusting(root),
    options,
  );
  expect(found).toMatchObject({ code: 'server-login' });
  expect(JSON.stringify(found)).not.toContain('geheim');
});
