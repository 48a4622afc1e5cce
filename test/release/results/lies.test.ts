/** F26: a server that lies about what devices have said. */
import type { Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { gatherResults, type Gathered } from '../../../src/release/results/gather.ts';
import { liar, type Liar, type Lies } from '../liar.ts';
import { resultText } from './texts.ts';

vi.setConfig({ testTimeout: 60_000 });

const servers: Liar[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const right = { 'results/atm-1.result': resultText({ device: 'atm-1' }) };
const patience = {
  connectMs: 2_000,
  commandMs: 1_000,
  bytesPerSecond: 4_000_000,
  graceMs: 1_000,
};

async function gathered(files: Readonly<Record<string, string>>, lies?: Lies): Promise<Gathered> {
  const server = await liar(files, lies);
  servers.push(server);
  return await gatherResults([{ url: server.url }], undefined, () => undefined, { patience });
}

/** What is asked for of files, by command. */
function listening(): { readonly asked: Set<string>; readonly reply: (line: string) => undefined } {
  const asked = new Set<string>();
  const reply = (line: string) => {
    const [word = '', path] = line.split(/ (.*)/s);
    if (['SIZE', 'RETR', 'MDTM'].includes(word)) asked.add(path ?? '');
    return undefined;
  };
  return { asked, reply };
}

test('F26: nothing is ever asked for that isn’t a plain name in `results`', async () => {
  const names = ['../x.result', '/etc/x.result', '-rf.result', 'a b.result', 'a\u001b.result'];
  const more = [
    'results/../../y.result',
    'atm-1.result\u0000',
    'atm-1.result',
    'atm-1.result.part',
  ];
  const { asked, reply } = listening();
  const listing = { results: [...names, ...more].join('\r\n') };
  const { servers: told, found } = await gathered({ ...right, ...listing }, { reply });
  expect([...asked]).toEqual(['results/atm-1.result']);
  expect(found).toMatchObject([{ device: 'atm-1', said: { result: { device: 'atm-1' } } }]);
  expect(told).toMatchObject([{ results: 1, odd: 7 }]);
});

test('F26: a listing without an end is a fault of that server', async () => {
  const line = `${'x'.repeat(90)}.result\r\n`;
  const flood = (socket: Socket) => {
    const more = () => {
      while (!socket.destroyed && socket.write(line.repeat(1_000))) continue;
    };
    socket.on('drain', more);
    more();
  };
  const { servers: told, found } = await gathered({}, { data: (_path, socket) => flood(socket) });
  expect(told).toMatchObject([{ results: 0, fault: { code: 'listing-endless' } }]);
  expect(found).toEqual([]);
});

test('F26: a listing that comes byte by byte ends at its limit', async () => {
  const drip = (socket: Socket) => {
    const timer = setInterval(() => socket.write('x'), 200);
    socket.on('close', () => {
      clearInterval(timer);
    });
  };
  const { servers: told } = await gathered({}, { data: (_path, socket) => drip(socket) });
  expect(told).toMatchObject([{ results: 0, fault: { code: 'server-timeout' } }]);
});

test('F26: a result that is longer than it was said to be costs that one only', async () => {
  const others = Object.fromEntries(
    Array.from({ length: 9 }, (_, at) => [`results/atm-${String(at)}.result`, resultText()]),
  );
  const files: Readonly<Record<string, string>> = { ...others, ...right };
  const results = Object.keys(files).map((path) => path.slice('results/'.length));
  const { servers: told, found } = await gathered(
    { ...files, results: results.join('\n') },
    {
      data: (path, socket) => {
        const text = path === 'results' ? results.join('\n') : (files[path] ?? '');
        socket.end(path.includes('atm-5') ? 'x'.repeat(200_000) : text);
      },
    },
  );
  expect(told[0]?.fault).toBeUndefined();
  expect(found).toHaveLength(9);
  const problems = found.flatMap(({ device, said }) =>
    'problem' in said && said.problem.includes('larger than 65536 bytes') ? [device] : [],
  );
  expect(problems).toEqual(['atm-5']);
});
