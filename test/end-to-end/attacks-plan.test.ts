/** The attacks that TUF and Uptane name, against the built command line: what a server may try, and what `plan` makes of it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { attacks } from '../device/agent/attacks.ts';
import { rootAttacks } from '../device/agent/attacks-root.ts';
import type { Published, VersionServer } from '../device/agent/server.ts';
import { day, newKey, rootText, signed } from '../device/agent/signer.ts';
import type { Key, RootOptions } from '../device/agent/signer.ts';
import { archive } from '../primitives/archive.ts';
import { liar } from '../release/liar.ts';
import type { Ended } from './harness/cutover.ts';
import { offersOf, PulledPlan, sourceOf } from './harness/pulled-plan.ts';

const bundle = gzipSync(archive([{ name: 'VERSION', data: '3.0\n' }]));
const [key, other, stranger] = [newKey(), newKey(), newKey()];
const later: Published = { counter: 8, revision: 5 };
const rootOf = (options: RootOptions, by: readonly Key[]): string =>
  signed(rootText(options), 'root', by);
const own = rootOf({ keys: [key] }, [key]);

/** What is said of each: docs/releases.md names them. */
const saidOf: Readonly<Record<string, RegExp>> = {
  unsigned: /nobody has signed it|no signature of a key for \S+ holds/,
  'wrong-key': /none of its signatures is of a key for/,
  threshold: /only \d of \d keys/,
  expired: /has ended on/,
  older: /was seen|is root \d+, not/,
  'not-yet': /was published on .* and the clock here says/,
  mixed:
    /is not the file that is named|is named, and missing|is of another|is root \d+, not|another snapshot/,
  malformed: /: error: .*|\S+:\d+: |malformed/,
  endless: /is larger than|too many/,
  'wrong-release': /is about other/,
  'no-release': /there is no release/,
};

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
async function serverOf(keys: readonly Key[] = [key]): Promise<VersionServer> {
  const server = await sourceOf(keys, bundle);
  ends.push(() => server.end());
  return server;
}
function planOf(root = own): PulledPlan {
  const plan = new PulledPlan(root);
  ends.push(() => {
    plan.end();
  });
  return plan;
}
const offer = (server: VersionServer, what: Published = {}): unknown =>
  server.publish({ offers: offersOf(bundle), ...what });
function refused(ended: Ended, code: string): void {
  expect(ended.stderr).toMatch(saidOf[code] ?? /$^/);
  expect(ended.code).toBe(2);
}
const taken = (ended: Ended): void => {
  expect(ended.code, ended.stderr).toBe(0);
};

describe('each is refused, and passed over where another server is right', () => {
  test.each([...attacks, ...rootAttacks])('F24 F26: $name ($code)', async ({ code, lay }) => {
    const server = await serverOf();
    lay(server);
    const plan = planOf();
    refused(await plan.call('plan', [server.url]), code);
    const kept = join(plan.folder, 'state/trust');
    const folders = existsSync(kept) ? readdirSync(kept) : [];
    expect(
      folders.flatMap((name) => readdirSync(join(kept, name))).filter((name) => name !== 'root'),
    ).toEqual([]);
    // A root that was taken counts on every server.
    if (folders.some((name) => readFileSync(join(kept, name, 'root'), 'utf8') !== own)) return;
    const honest = await serverOf();
    offer(honest, later);
    const ended = await plan.call('plan', [server.url, honest.url]);
    taken(ended);
    expect(ended.stderr).toContain(`warning: ${server.url} was passed over: `);
  });

  test.each(['run', 'download'])('F24: `%s` believes no more than `plan`', async (command) => {
    const theirs = await serverOf([stranger]);
    offer(theirs, later);
    const plan = planOf();
    refused(await plan.call(command, [theirs.url]), 'wrong-key');
    expect(existsSync(join(plan.folder, 'home'))).toBe(false);
  });
});

describe('F24: what was seen', () => {
  test('rollback: the same server, older', async () => {
    const server = await serverOf();
    const plan = planOf();
    offer(server, later);
    taken(await plan.call('plan', [server.url]));
    offer(server);
    refused(await plan.call('plan', [server.url]), 'older');
    offer(server, { counter: 9, revision: 4 });
    refused(await plan.call('plan', [server.url]), 'older');
  });

  test('mix-and-match: another snapshot under the counter that was seen', async () => {
    const server = await serverOf();
    const plan = planOf();
    offer(server);
    taken(await plan.call('plan', [server.url]));
    offer(server, { published: day(-2) });
    refused(await plan.call('plan', [server.url]), 'mixed');
  });

  test('fast-forward: forgotten with the key that drove the numbers up, and not before', async () => {
    const server = await serverOf();
    const plan = planOf();
    offer(server, { counter: 2_147_483_647, revision: 2_147_483_647 });
    taken(await plan.call('plan', [server.url]));
    offer(server, later);
    refused(await plan.call('plan', [server.url]), 'older');
    const next = await serverOf([other]);
    next.write('2.root', rootOf({ version: 2, keys: [other] }, [key, other]));
    offer(next);
    taken(await plan.call('plan', [next.url]));
    refused(await plan.call('plan', [server.url]), 'wrong-key');
  });
});

describe('F24: keys', () => {
  test('a key that one server shows to be revoked counts on no other', async () => {
    const [late, honest] = [await serverOf(), await serverOf([other])];
    offer(late, later);
    honest.write('2.root', rootOf({ version: 2, keys: [other] }, [key, other]));
    offer(honest);
    const ended = await planOf().call('plan', [late.url, honest.url]);
    taken(ended);
    expect(ended.stderr).toMatch(/passed over: .*none of its signatures is of a key/);
  });

  test('a root that revokes a key, and has ended, is no way back to that key', async () => {
    const [late, ended] = [await serverOf(), await serverOf([other])];
    offer(late, later);
    const root = rootText({ version: 2, keys: [other], expires: day(-1) });
    ended.write('2.root', signed(root, 'root', [key, other]));
    const plan = planOf();
    refused(await plan.call('plan', [ended.url]), 'expired');
    refused(await plan.call('plan', [late.url]), 'expired');
  });

  test('too few of them, and one twice', async () => {
    const server = await serverOf([key, other]);
    offer(server);
    const plan = planOf(rootOf({ keys: [key, other], threshold: 2 }, [key, other]));
    const whole = readFileSync(join(server.folder, 'timestamp'), 'utf8');
    const [body = '', first = ''] = whole.split('signature ');
    for (const few of [
      `${body}signature ${first}`,
      `${body}signature ${first}signature ${first}`,
    ]) {
      server.write('timestamp', few);
      refused(await plan.call('plan', [server.url]), 'threshold');
    }
    server.write('timestamp', whole);
    taken(await plan.call('plan', [server.url]));
  });

  test.each(['timestamp', 'snapshot', 'targets'] as const)(
    'one of another role signs as %s',
    async (role) => {
      const server = await serverOf();
      offer(server);
      const root = rootOf({ keys: [key, other], roles: { [role]: [other] } }, [key, other]);
      refused(await planOf(root).call('plan', [server.url]), 'wrong-key');
    },
  );

  test('a root is left out on the way, and comes', async () => {
    const server = await serverOf([other]);
    offer(server);
    server.write('3.root', rootOf({ version: 3, keys: [other] }, [key, other]));
    const plan = planOf();
    refused(await plan.call('plan', [server.url]), 'wrong-key');
    server.write('2.root', rootOf({ version: 2, keys: [key] }, [key]));
    taken(await plan.call('plan', [server.url]));
  });

  test('a root that has ended, with nothing behind it', async () => {
    const server = await serverOf();
    offer(server);
    const root = rootOf({ keys: [key], expires: day(-1) }, [key]);
    refused(await planOf(root).call('plan', [server.url]), 'expired');
  });
});

describe('what a device fetches by itself', () => {
  test('F20 F21: a package that was replaced is refused, and nothing is staged', async () => {
    const server = await serverOf();
    offer(server);
    const bytes = Buffer.from(bundle);
    bytes[20] = 1 ^ (bytes[20] ?? 0);
    server.write('core/3.0/box.tar.gz', bytes);
    const plan = planOf();
    const ended = await plan.call('run', [server.url]);
    expect(ended.code, ended.stderr).toBe(2);
    expect(ended.stdout).toMatch(/expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}/);
    expect(existsSync(join(plan.folder, 'next'))).toBe(false);
  });

  test('B04: what is for another kind of device is no release for this one', async () => {
    const server = await serverOf();
    offer(server, { offers: offersOf(bundle).replace('package box', 'package tub') });
    const ended = await planOf().call('plan', [server.url]);
    expect(ended.code).not.toBe(0);
    expect(ended.stderr + ended.stdout).toMatch(/package/);
  });
});

describe('B06: servers that are gone', () => {
  test('where nobody listens, and where nobody answers: named, and the plan is there', async () => {
    const good = await serverOf();
    offer(good);
    const silent = await liar({}, { greeting: () => undefined });
    ends.push(() => silent.stop());
    const ended = await planOf().call('plan', ['ftp://127.0.0.1:1', silent.url, good.url]);
    taken(ended);
    expect(ended.stderr).toContain('ftp://127.0.0.1:1: no server answers there');
    expect(ended.stderr).toContain(`${silent.url}: no answer 3 s after another server’s`);
  });
});
