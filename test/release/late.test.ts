/** Servers that are asked together: one that does not answer costs a short grace, one that can't be reached nothing. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { readRelease } from '../../src/release/read.ts';
import type { FtpOptions } from '../../src/release/store-ftp.ts';
import { newKey, publishedTexts, rootOf, rootText, withRoots } from './authority.ts';
import type { TestKey } from './authority.ts';
import { trusting } from './console.ts';
import { liar } from './liar.ts';
import type { Liar, Lies } from './liar.ts';

const [key, next] = [newKey(), newKey()];
const expires = '2099-01-01T00:00:00Z';
const root = rootText(rootOf(1, key, {}, { expires }), [key]);
const second = rootText(rootOf(2, next, {}, { expires }), [key, next]);
const third = rootText(rootOf(3, next, {}, { expires }), [next]);
const texts = (counter: number, keys: readonly TestKey[] = [key]) =>
  publishedTexts({
    counter,
    releases: { core: { revision: counter } },
    keys,
    published: `${new Date().toISOString().slice(0, 19)}Z`,
    expires,
  });
const files = (of: ReturnType<typeof texts>, ...roots: readonly string[]) =>
  Object.fromEntries(withRoots(of, root, ...roots));
const GOOD = files(texts(2));
const FORGED = files(texts(9, [newKey()]));

/** Whoever waits for a limit here waits beyond the test's own. */
const options: FtpOptions = {
  patience: { connectMs: 3_600_000, commandMs: 3_600_000, bytesPerSecond: 1, graceMs: 200 },
};
const SILENT: Lies = { greeting: () => undefined };
const slow = (ms: number): Lies => ({
  greeting: (socket) => setTimeout(() => socket.write('220 at last\r\n'), ms),
});

const running: Liar[] = [];
afterAll(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});
async function serve(what: Readonly<Record<string, string>>, lies: Lies = {}): Promise<string> {
  const server = await liar(what, lies);
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

const stalls: readonly (readonly [string, Lies])[] = [
  ['says nothing', SILENT],
  ['says nothing after the login', { reply: (line) => (line.startsWith('SIZE') ? '' : undefined) }],
  ['stops in the middle of a file', { data: (_path, socket) => void socket.write('cutover') }],
];
test.each(stalls)('B06 F26: one that %s is named, and not waited for', async (_, lies) => {
  const [bad, good] = [await serve(GOOD, lies), await serve(GOOD)];
  for (const urls of [
    [bad, good],
    [good, bad],
  ]) {
    expect(await read(...urls)).toMatchObject({
      from: good,
      failed: [
        {
          url: bad,
          fault: {
            code: 'server-timeout',
            message: `${bad}: no answer 1 s after another server’s`,
          },
        },
      ],
    });
  }
});

test('B06: a port where nobody listens costs nothing', async () => {
  const good = await serve(GOOD);
  expect(await read('ftp://127.0.0.1:1', good, 'ftp://127.0.0.1:1')).toMatchObject({
    from: good,
    failed: [{ fault: { code: 'server-unreachable' } }, { fault: { code: 'server-unreachable' } }],
  });
});

test('B06 F25: one that is slow, and the only right one, is waited for', async () => {
  const [quick, right] = [await serve(FORGED), await serve(GOOD, slow(1_500))];
  expect(await read(quick, right)).toMatchObject({
    from: right,
    failed: [{ url: quick, fault: { code: 'wrong-key' } }],
  });
});

test('F25: within the grace the newest counts', async () => {
  const [older, newer] = [await serve(files(texts(1))), await serve(GOOD, slow(50))];
  expect(await read(older, newer)).toMatchObject({ from: newer });
});

test('F24: each next root may be on another server', async () => {
  const urls = [
    await serve(GOOD),
    await serve({ '1.root': root, '2.root': second }),
    await serve({ ...Object.fromEntries(texts(3, [next])), '1.root': root, '3.root': third }),
  ];
  expect(await read(...urls)).toMatchObject({
    from: urls[2],
    failed: [{ fault: { code: 'wrong-key' } }, { fault: { code: 'no-release' } }],
  });
});

test('nobody stays connected to one that was not waited for', async () => {
  const greeted = Promise.withResolvers<Socket>();
  const silent = await serve(GOOD, { greeting: greeted.resolve });
  const good = await serve(GOOD);
  await read(silent, good);
  const socket = await greeted.promise;
  if (!socket.destroyed) await once(socket, 'close');
  expect(socket.destroyed).toBe(true);
});
