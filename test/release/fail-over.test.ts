/** Servers that fail, hang or lie: none holds anything up, each is named, the next is tried. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, expect, test, vi } from 'vitest';
import { formatInformation } from '../../src/release/information.ts';
import { formatLatest } from '../../src/release/latest.ts';
import { readRelease } from '../../src/release/read.ts';
import type { FtpOptions } from '../../src/release/store-ftp.ts';
import { liar } from './liar.ts';
import type { Liar, Lies } from './liar.ts';

const INFORMATION = formatInformation({
  name: 'core',
  version: '3.0',
  published: '2026-11-27T10:00:00Z',
  packages: [],
});
const PATH = 'core/3.0/release';
const LATEST = formatLatest({
  counter: 1,
  published: '2026-11-27T10:00:00Z',
  entries: [
    {
      name: 'core',
      version: '3.0',
      size: INFORMATION.length,
      sha256: createHash('sha256').update(INFORMATION).digest('hex'),
      path: PATH,
    },
  ],
});
const GOOD = { latest: LATEST, [PATH]: INFORMATION };
const options: FtpOptions = {
  patience: { connectMs: 3_000, commandMs: 3_000, bytesPerSecond: 10_000_000 },
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
    'core',
    '3.0',
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
lie('says a file is huge', 'file-too-large', () =>
  serve(GOOD, { reply: (line) => (line.startsWith('SIZE') ? '213 99999999999' : undefined) }),
);
lie('sends more than it said', 'file-too-large', () =>
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
lie('has another file than `latest` says', 'release-damaged', () =>
  serve({ ...GOOD, [PATH]: INFORMATION.replace('2026', '2025') }),
);
lie('has lost the file', 'release-damaged', () => serve({ latest: LATEST }));
lie('has half of `latest`', 'release-damaged', () =>
  serve({ ...GOOD, latest: LATEST.slice(0, 50) }),
);
lie('closes in the middle of the conversation', 'server-unreachable', () =>
  serve(GOOD, {
    reply: (line, socket) => {
      if (line.startsWith('SIZE')) socket.destroy();
      return undefined;
    },
  }),
);

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
  const found = await readRelease([{ url, user: 'u', password: 'geheim' }], 'core', '3.0', options);
  expect(found).toMatchObject({ code: 'server-login' });
  expect(JSON.stringify(found)).not.toContain('geheim');
});
