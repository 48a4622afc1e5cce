/** What an agent believes: the attacks that TUF and Uptane name, and what must go well, on the whole way of trust. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathWith } from '../kit/busybox-only.ts';
import { liar, type Lies } from '../../release/liar.ts';
import { allShells, busybox, dash, type ShellKind } from '../kit/shells.ts';
import { rootAttacks } from './attacks-root.ts';
import { attacks } from './attacks.ts';
import { Agent } from './parts.ts';
import { metadata, VersionServer } from './server.ts';
import { day, newKey, rootText, signed, type Key } from './signer.ts';

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.splice(0)) await end();
});

async function serverOf(keys: readonly Key[]): Promise<VersionServer> {
  const server = await new VersionServer(keys).start();
  ends.push(() => server.end());
  return server;
}
function agentOf(root: string, shell: ShellKind = dash, env = {}): Agent {
  const agent = new Agent(shell, env);
  agent.write('trust/root', root);
  ends.push(() => {
    agent.end();
  });
  return agent;
}

const keys = [newKey()];
let good: VersionServer;
beforeAll(async () => {
  good = await serverOf(keys);
  good.publish({ counter: 6, revision: 5 });
});

const kinds = [
  { name: 'ssh-keygen and curl', shell: dash, env: {} },
  {
    name: 'OpenSSL and busybox',
    shell: busybox,
    env: pathWith('openssl', [], ['/usr/bin/openssl']),
  },
];

describe.each(kinds)('with $name', ({ shell, env }) => {
  it.each([...attacks, ...rootAttacks])('F24 F26: $name ($code)', async ({ code, lay }) => {
    const server = await serverOf(keys);
    lay(server);
    const agent = agentOf(good.root, shell, env);
    const said = await agent.trust([server.url]);
    expect(said).toMatch(new RegExp(`^1 ${code} `));
    expect(readdirSync(agent.path('trust')).filter((name) => name !== 'root')).toEqual([]);
    // A root that was taken counts: there is no way back from it to another server's.
    if (shell !== dash || agent.read('trust/root') !== good.root) return;
    // The same beside a server that is right: that one counts, and the other is named.
    expect(await agent.trust([server.url, good.url])).toMatch(/^0 /);
    expect(agent.read('trust/timestamp')).toContain('\ncounter 6\n');
    expect(agent.read('log')).toContain(`${server.url}: ${code}: `);
  });

  it('F24: rollback: an older counter, revision or release than was seen', async () => {
    const server = await serverOf(keys);
    const agent = agentOf(good.root, shell, env);
    server.publish({ others: `versions a 3 1 ${'a'.repeat(64)}\n` });
    expect(await agent.trust([server.url])).toMatch(/^0 /);
    server.publish({ counter: 6 });
    expect(await agent.trust([server.url])).toMatch(/^1 older /);
    server.publish({ counter: 8, revision: 3, others: `versions a 3 1 ${'a'.repeat(64)}\n` });
    expect(await agent.trust([server.url])).toMatch(/^1 older .*release core has revision 3/);
    server.publish({ counter: 8 });
    expect(await agent.trust([server.url])).toMatch(/^1 older .*release a has revision 0/);
    expect(agent.read('trust/timestamp')).toContain('\ncounter 7\n');
    server.publish({ counter: 8, others: `versions a 4 1 ${'a'.repeat(64)}\n` });
    expect(await agent.trust([server.url])).toMatch(/^0 /);
  });

  it('a threshold of two needs two different keys', async () => {
    const [one, two] = [newKey(), newKey()];
    const server = await serverOf([one, two]);
    const root = signed(rootText({ keys: [one, two], threshold: 2 }), 'root', [one, two]);
    const agent = agentOf(root, shell, env);
    const text = metadata([one]);
    server.write('core/4.versions', metadata([one, two]).versions);
    server.write('timestamp', text.timestamp);
    expect(await agent.trust([server.url])).toMatch(
      /^1 threshold only 1 of 2|^1 threshold .*only 1 of 2/,
    );
    const line = text.timestamp.slice(text.timestamp.indexOf('signature'));
    server.write('timestamp', text.timestamp + line);
    expect(await agent.trust([server.url])).toMatch(/^1 threshold /);
    server.publish();
    expect(await agent.trust([server.url])).toMatch(/^0 /);
  });

  it('a key is replaced by a new root; what the old one signs counts no more', async () => {
    const [old, next] = [newKey(), newKey()];
    const server = await serverOf([old]);
    const agent = agentOf(server.root, shell, env);
    server.publish({ counter: 2_147_483_647 });
    expect(await agent.trust([server.url])).toMatch(/^0 /);
    const root = signed(rootText({ version: 2, keys: [next] }), 'root', [old, next]);
    server.write('2.root', root);
    expect(await agent.trust([server.url])).toMatch(/^1 wrong-key /);
    expect(agent.read('trust/root')).toBe(root);
    const fresh = await serverOf([next]);
    fresh.publish();
    // Fast-forward: the counter that the lost key had driven up is forgotten with it.
    expect(await agent.trust([fresh.url])).toMatch(/^0 /);
    expect(agent.read('trust/timestamp')).toContain('\ncounter 7\n');
  });
});

describe.each(allShells)('in $name', (shell) => {
  it('B01 B04: takes what is right, and has it on its disc', async () => {
    const server = await serverOf(keys);
    const agent = agentOf(server.root, shell);
    const all = server.publish();
    expect(await agent.trust([server.url])).toBe('0  ');
    expect(agent.read('trust/timestamp')).toBe(all.timestamp);
    expect(agent.read('trust/snapshot')).toBe(all.snapshot);
    expect(agent.read('trust/core.versions')).toBe(all.versions);
  });

  it('F25: of servers that disagree the newest that is right counts', async () => {
    const [old, newer, forged] = [
      await serverOf(keys),
      await serverOf(keys),
      await serverOf([newKey()]),
    ];
    old.publish({ counter: 5 });
    newer.publish({ counter: 6 });
    forged.publish({ counter: 9 });
    const agent = agentOf(old.root, shell);
    expect(await agent.trust([old.url, forged.url, newer.url])).toBe('0  ');
    expect(agent.read('trust/timestamp')).toContain('\ncounter 6\n');
    expect(agent.read('log')).toContain(`${forged.url}: wrong-key: `);
  });

  it('F24: each attack has its code here too', async () => {
    const server = await serverOf(keys);
    const agent = agentOf(server.root, shell);
    for (const name of [
      'a timestamp changed after it was signed',
      'versions: a path that climbs',
    ]) {
      const attack = attacks.find((one) => one.name === name);
      attack?.lay(server);
      expect(await agent.trust([server.url])).toMatch(new RegExp(`^1 ${attack?.code ?? ''} `));
    }
  });
});

describe('what it asks for', () => {
  it('is one small file and the next root, while nothing changes, of one server in one connection', async () => {
    const [one, two] = [await serverOf(keys), await serverOf(keys)];
    one.publish();
    two.publish();
    const agent = agentOf(one.root);
    await agent.trust([one.url, two.url]);
    one.asked.length = two.asked.length = 0;
    expect(await agent.trust([one.url, two.url])).toMatch(/^0 /);
    const files = one.asked.filter((line) => line.startsWith('RETR'));
    expect(files).toEqual(['RETR timestamp']);
    expect(one.asked.filter((line) => line.startsWith('USER')).length).toBe(1);
    expect(two.asked).toEqual([]);
  });

  it('goes on with another server where one has not all of it', async () => {
    const [one, two] = [await serverOf(keys), await serverOf(keys)];
    const what = { published: day(-1), expires: day(5) };
    one.publish(what);
    two.publish(what);
    one.remove('core/4.versions');
    const agent = agentOf(one.root);
    expect(await agent.trust([one.url, two.url])).toMatch(/^0 /);
    expect(agent.read('trust/core.versions')).toContain('revision 4');
  });

  it.each<[string, Lies]>([
    ['says nothing', { greeting: () => undefined }],
    ['sends a byte a second', { data: (_, socket) => void socket.write('x') }],
    ['answers with nonsense', { reply: () => '999 what' }],
  ])('F26: a server that %s is passed over', async (_, lies) => {
    const bad = await liar({}, lies);
    ends.push(() => bad.stop());
    expect(await agentOf(good.root).trust([bad.url, good.url])).toMatch(/^0 /);
  });

  it('nobody there is no refusal', async () => {
    expect(await agentOf(good.root).trust(['ftp://127.0.0.1:1'])).toMatch(/^2 /);
  });

  it('without a root nothing is believed', async () => {
    const agent = new Agent(dash);
    ends.push(() => {
      agent.end();
    });
    expect(await agent.trust([good.url])).toMatch(/^1 no-root /);
  });
});
