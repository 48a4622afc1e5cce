/** The attacks that TUF and Uptane name, against the whole agent, with releases that it would carry out if it believed them. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { dash } from '../kit/shells.ts';
import { offer, PullDevice, type Offered } from './pull-rig.ts';
import { metadata, snapshotText, timestampText, VersionServer, type Published } from './server.ts';
import { day, newKey, rootText, signed, type Key, type RootOptions } from './signer.ts';

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.splice(0)) await end();
});
const [key, other, stranger] = [newKey(), newKey(), newKey()];
const quiet = { status: 0, out: '', err: '' };
const two: readonly Offered[] = [{ version: '2.0' }];
const three: readonly Offered[] = [{ version: '3.0' }];
const later: Published = { counter: 8, revision: 5 };

async function serverOf(keys: readonly Key[] = [key]): Promise<VersionServer> {
  const server = await new VersionServer(keys).start();
  ends.push(() => server.end());
  return server;
}
/** A device with this root, and servers to ask. */
function deviceOf(root: string, ...servers: readonly VersionServer[]): PullDevice {
  const device = new PullDevice(dash, root);
  ends.push(() => {
    device.end();
  });
  device.set(servers.map(({ url }) => url));
  return device;
}
const rootOf = (options: RootOptions, by: readonly Key[]): string =>
  signed(rootText(options), 'root', by);
const own = rootOf({ keys: [key] }, [key]);

/** It is refused with this code, and the device keeps what it has. */
async function refuses(device: PullDevice, code: string, version = '1.0'): Promise<void> {
  const said = await device.run();
  expect(said.err).toContain(`refused: ${code}: `);
  expect(said.status).toBe(2);
  expect(device.version).toBe(version);
}
async function takes(device: PullDevice, version: string): Promise<void> {
  expect(await device.run()).toEqual(quiet);
  expect(device.version).toBe(version);
}
/** One bit of a file on the server. */
function flip(server: VersionServer, path: string): void {
  const bytes = readFileSync(join(server.folder, path));
  bytes[bytes.length >> 1] = 1 ^ (bytes[bytes.length >> 1] ?? 0);
  server.write(path, bytes);
}

describe('F24: arbitrary install', () => {
  it('another repository, whole and sound, in the place of ours', async () => {
    const theirs = await serverOf([stranger]);
    await offer(theirs, three, later);
    theirs.write('1.root', theirs.root);
    await refuses(deviceOf(own, theirs), 'wrong-key');
  });

  it('another repository beside ours, with higher numbers', async () => {
    const [ours, theirs] = [await serverOf(), await serverOf([stranger])];
    await offer(ours, two);
    await offer(theirs, three, { counter: 2_147_483_647, revision: 2_147_483_647 });
    await takes(deviceOf(own, theirs, ours), '2.0');
  });

  it.each(['terminal.posix.sh', 'terminal.tar.gz'])('%s replaced, all else kept', async (name) => {
    const server = await serverOf();
    await offer(server, two);
    flip(server, `core/2.0/${name}`);
    await refuses(deviceOf(own, server), 'mixed');
  });

  it('the program of another version in the place of this one’s', async () => {
    const server = await serverOf();
    await offer(server, [...three, ...two]);
    cpSync(
      join(server.folder, 'core/2.0/terminal.posix.sh'),
      join(server.folder, 'core/3.0/terminal.posix.sh'),
    );
    await refuses(deviceOf(own, server), 'mixed');
  });
});

describe('F26: endless data', () => {
  it.each(['terminal.posix.sh', 'terminal.tar.gz'])('%s goes on behind its end', async (name) => {
    const server = await serverOf();
    await offer(server, two);
    const path = `core/2.0/${name}`;
    const bytes = readFileSync(join(server.folder, path));
    server.write(path, Buffer.concat([bytes, Buffer.alloc(20 * 2 ** 20)]));
    const device = deviceOf(own, server);
    expect((await device.run()).status).toBe(2);
    expect(device.version).toBe('1.0');
  });
});

describe('F24: freeze', () => {
  it('what was taken ends, and nothing newer comes', async () => {
    const server = await serverOf();
    await offer(server, two);
    const device = deviceOf(own, server);
    await takes(device, '2.0');
    device.putForward('8 days');
    await refuses(device, 'expired', '2.0');
  });

  it('a root that has ended, with nothing behind it', async () => {
    const server = await serverOf();
    await offer(server, two);
    await refuses(deviceOf(rootOf({ keys: [key], expires: day(-1) }, [key]), server), 'expired');
  });
});

describe('F24: rollback', () => {
  it('an old publishing, whole and sound', async () => {
    const [old, server] = [await serverOf(), await serverOf()];
    await offer(old, two);
    await offer(server, three, later);
    const device = deviceOf(own, server);
    await takes(device, '3.0');
    device.set([old.url]);
    const said = await device.run();
    expect(device.version).toBe('3.0');
    expect(said.status === 2 || device.read('log').includes('older')).toBe(true);
  });

  it('a version below the installed one, with newer numbers', async () => {
    const server = await serverOf();
    await offer(server, three);
    const device = deviceOf(own, server);
    await takes(device, '3.0');
    await offer(server, two, later);
    await takes(device, '3.0');
  });
});

it('F25: mix-and-match: each file right by itself, of two publishings', async () => {
  const [one, another] = [await serverOf(), await serverOf()];
  await offer(one, two, later);
  await offer(another, three, { ...later, published: day(-2) });
  cpSync(join(another.folder, '8.snapshot'), join(one.folder, '8.snapshot'));
  cpSync(join(another.folder, 'core'), join(one.folder, 'core'), { recursive: true });
  await refuses(deviceOf(own, one), 'mixed');
});

it('F24: fast-forward: forgotten with the key that drove the numbers up', async () => {
  const server = await serverOf();
  await offer(server, two, { counter: 2_147_483_647, revision: 2_147_483_647 });
  const device = deviceOf(own, server);
  await takes(device, '2.0');
  const next = await serverOf([other]);
  next.write('2.root', rootOf({ version: 2, keys: [other] }, [key, other]));
  await offer(next, three);
  device.set([next.url]);
  await takes(device, '3.0');
});

describe('F24: keys', () => {
  it('a revoked one signs higher numbers', async () => {
    const server = await serverOf();
    await offer(server, three, later);
    server.write('2.root', rootOf({ version: 2, keys: [other] }, [key, other]));
    await refuses(deviceOf(own, server), 'wrong-key');
  });

  it('one that is revoked on one server counts on no other', async () => {
    const [honest, late] = [await serverOf([other]), await serverOf()];
    honest.write('2.root', rootOf({ version: 2, keys: [other] }, [key, other]));
    await offer(honest, two);
    await offer(late, three, later);
    const device = deviceOf(own, honest);
    await takes(device, '2.0');
    device.set([late.url]);
    await device.run();
    expect(device.version).toBe('2.0');
    expect(device.read('log')).toContain('wrong-key');
  });

  it('too few of them, and one twice', async () => {
    const server = await serverOf([key, other]);
    const root = rootOf({ keys: [key, other], threshold: 2 }, [key, other]);
    await offer(server, two);
    const whole = readFileSync(join(server.folder, 'timestamp'), 'utf8');
    const [body = '', first = ''] = whole.split('signature ');
    for (const few of [
      `${body}signature ${first}`,
      `${body}signature ${first}signature ${first}`,
    ]) {
      server.write('timestamp', few);
      await refuses(deviceOf(root, server), 'threshold');
    }
    server.write('timestamp', whole);
    await takes(deviceOf(root, server), '2.0');
  });

  it('the same under two names in a root', async () => {
    const server = await serverOf();
    await offer(server, two);
    const text = rootText({ version: 2, keys: [key, other], threshold: 2 });
    const twice = text.replaceAll(other.blob, key.blob);
    server.write('2.root', signed(twice, 'root', [key]));
    await refuses(deviceOf(own, server), 'malformed');
  });

  it.each(['timestamp', 'snapshot', 'targets'] as const)(
    'one of another role signs as %s',
    async (role) => {
      const roles = { [role]: [other] };
      const root = rootOf({ keys: [key, other], roles }, [key, other]);
      const server = await serverOf([key]);
      await offer(server, two);
      await refuses(deviceOf(root, server), 'wrong-key');
    },
  );

  it('a root is left out on the way', async () => {
    const server = await serverOf([other]);
    await offer(server, two);
    server.write('3.root', rootOf({ version: 3, keys: [other] }, [key, other]));
    await refuses(deviceOf(own, server), 'wrong-key');
    server.write('2.root', rootOf({ version: 2, keys: [key] }, [key]));
    const device = deviceOf(own, server);
    await takes(device, '2.0');
    expect(device.read('trust/root')).toContain('\nversion 3\n');
  });
});

describe('B04: wrong device', () => {
  it.each([
    ['another kind of device', /^program terminal/gm, 'program umg'],
    ['another platform', /^(program terminal) posix/gm, '$1 vxworks'],
    ['another channel', /^channel stable/gm, 'channel canary'],
  ])('what is for %s is not taken', async (_, from, to) => {
    const server = await serverOf();
    await offer(server, two);
    const offers = readFileSync(join(server.folder, 'core/4.versions'), 'utf8')
      .replace(/^[^]*?(?=version )/, '')
      .replace(/end\n[^]*$/, '')
      .replace(from, to);
    server.publish({ offers });
    const device = deviceOf(own, server);
    await device.run();
    expect(device.version).toBe('1.0');
  });

  it('a release of another name with our files in it', async () => {
    const server = await serverOf();
    await offer(server, two, { release: 'edge' });
    await refuses(deviceOf(own, server), 'no-release');
  });

  it('another release’s snapshot line under our name', async () => {
    const server = await serverOf();
    await offer(server, two, { release: 'edge' });
    const edge = readFileSync(join(server.folder, 'edge/4.versions'), 'utf8');
    const snapshot = signed(snapshotText({}, edge), 'snapshot', [key]);
    server.write('core/4.versions', edge);
    server.write('7.snapshot', snapshot);
    server.write('timestamp', signed(timestampText({}, snapshot), 'timestamp', [key]));
    await refuses(deviceOf(own, server), 'wrong-release');
  });
});

it('B10: results that somebody else wrote change nothing of what is taken', async () => {
  const server = await serverOf();
  await offer(server, two);
  const text = 'cutover-result 1\ndevice atm-0042\noutcome committed\nto 9.9\ninstalled 9.9\nend\n';
  for (const name of ['result', 'log']) server.write(`results/atm-0042.${name}`, text);
  await takes(deviceOf(own, server), '2.0');
});

it('F24: what lies in the device’s own outbox and log is no command', async () => {
  const server = await serverOf();
  await offer(server, two);
  const device = deviceOf(own, server);
  mkdirSync(join(device.home, 'agent/outbox'), { recursive: true });
  const pwned = join(device.folder, 'pwned');
  writeFileSync(
    join(device.home, 'agent/outbox/1'),
    `outcome $(touch ${pwned})\n\`touch ${pwned}\`\n`,
  );
  await takes(device, '2.0');
  expect(existsSync(pwned)).toBe(false);
});

it('F24: metadata of the same keys for another release under our numbers', async () => {
  const server = await serverOf();
  await offer(server, two);
  server.write('core/4.versions', metadata([key], { release: 'edge' }).versions);
  await refuses(deviceOf(own, server), 'mixed');
});
