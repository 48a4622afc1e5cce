/** What a publisher does to what is there, and who has to sign it. */
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { promoted, withdrawn, withVersion } from '../../src/release/publishing/changes.ts';
import { changePublished } from '../../src/release/publishing/publisher.ts';
import type { Change, Present, Published } from '../../src/release/publishing/publisher.ts';
import {
  nextRoot,
  withKey,
  withoutKey,
  withThreshold,
} from '../../src/release/publishing/roots.ts';
import { renewal } from '../../src/release/publishing/renewal.ts';
import { ROLES } from '../../src/release/model.ts';
import type { Fault } from '../../src/protocol/fault.ts';
import type { Root } from '../../src/release/model.ts';
import type { Signer } from '../../src/release/signing/signer.ts';
import { version } from './authority.ts';
import { initialised, newSigner, readCore } from './console.ts';

let base: string;
const [key, other, stranger] = [newSigner(), newSigner(), newSigner()];
const server = () => ({ url: pathToFileURL(join(base, 'server')).href });

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'cutover-changes-'));
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

type Make = (present: Present) => Change | Promise<Change>;

function change(make: Make, signers: readonly Signer[] = [key], trust?: string) {
  const given = trust === undefined ? {} : { trust };
  return changePublished({ servers: [server()], signers, ...given }, make);
}

const core =
  (...names: readonly string[]): Make =>
  ({ releases }) => ({
    releases: new Map(releases).set(
      'core',
      names.map((name) => version(name)),
    ),
  });

const rooted =
  (edit: (root: Root) => Pick<Root, 'keys' | 'roles'>, signers: readonly Signer[]): Make =>
  async ({ root, releases }) => ({
    releases,
    root: await nextRoot(root.value, edit(root.value), signers, Date.now()),
  });

function outcome(result: Published | Fault): string | undefined {
  return 'code' in result
    ? result.code
    : (result.results[0]?.fault?.code ?? result.results[0]?.outcome);
}

describe('what changes of a version', () => {
  const program = { script: 'umg', platform: 'posix', size: 1, sha256: '0', path: 'core/3.0/umg' };
  const programs = [program];
  const channels = new Map([['canary', 20]]);
  const all = [version('3.0', { channels, programs }), version('2.0')];
  const first = (versions: readonly unknown[]) => versions[0];

  test('promote widens, narrows and takes away', () => {
    const wider = promoted('core', all, '3.0', { channel: 'stable', percent: 5 });
    expect(first(wider)).toMatchObject({
      channels: new Map([
        ['canary', 20],
        ['stable', 5],
      ]),
    });
    const away = promoted('core', wider, '3.0', { channel: 'canary', percent: 0 });
    expect(first(away)).toMatchObject({ channels: new Map([['stable', 5]]) });
    expect(() => promoted('core', all, '9.9', { channel: 'stable' })).toThrow(/no core 9\.9/);
  });

  test('B05: a version without a program is offered to no channel, since no device could take it', () => {
    const offer = { channel: 'stable' };
    expect(() => promoted('core', all, '2.0', offer)).toThrow(
      /channel stable.*core 2\.0.*no program/,
    );
    expect(() => withVersion('core', all, version('3.1'), offer)).toThrow(/no program/);
    expect(() => withVersion('core', all, version('2.0'), offer)).toThrow(/no program/);
    expect(withVersion('core', all, version('3.1'), {})).toHaveLength(3);
    expect(promoted('core', all, '2.0', { channel: 'stable', percent: 0 })).toHaveLength(2);
  });

  test('withdraw leaves the name and nothing else, for good', () => {
    const gone = withdrawn('core', all, '3.0', '2026-11-27T10:00:00Z');
    expect(first(gone)).toEqual({ ...version('3.0'), withdrawn: '2026-11-27T10:00:00Z' });
    expect(() => promoted('core', gone, '3.0', { channel: 'stable' })).toThrow(/was withdrawn/);
    expect(() => withVersion('core', gone, version('3.0'), {})).toThrow(/was withdrawn/);
    expect(withdrawn('core', gone, '3.0', '2027-01-01T00:00:00Z')).toBe(gone);
  });

  test('the newest stands first, however late an older one comes', () => {
    const more = withVersion('core', all, version('2.10'), {});
    expect(more.map((each) => each.version)).toEqual(['3.0', '2.10', '2.0']);
  });

  test.each([
    ['a step from itself', { from: '3.0' }],
    ['a downgrade from below', { downgrades: ['2.0'] }],
  ])('%s is refused', (_what, offer) => {
    expect(() => withVersion('core', [], version('3.0'), offer)).toThrow(/can’t be/);
  });
});

describe('who signs', () => {
  test('a stranger’s key publishes nothing, and leaves nothing behind', async () => {
    const root = await initialised([server()], { signers: [key] });
    const before = await readdir(join(base, 'server'));
    expect(outcome(await change(core('3.0'), [stranger]))).toBe('no-trust');
    expect(outcome(await change(core('3.0'), [stranger], root))).toBe('threshold');
    expect(await readdir(join(base, 'server'))).toEqual(before);
  });

  test('a root of somebody else in the way is not signed under', async () => {
    const root = await initialised([server()], { signers: [key] });
    await rename(join(base, 'server'), join(base, 'ours'));
    await initialised([server()], { signers: [stranger] });
    expect(outcome(await change(core('3.0'), [key], root))).toBe('no-trust');
    expect(outcome(await change(core('3.0'), [key]))).toBe('no-trust');
    const both = {
      servers: [{ url: pathToFileURL(join(base, 'ours')).href }, server()],
      signers: [key],
    };
    const result = await changePublished(both, core('3.0'));
    expect('results' in result && result.results).toMatchObject([
      { outcome: 'published' },
      { fault: { code: 'other-root' } },
    ]);
  });

  test('init is done once', async () => {
    await initialised([server()], { signers: [key] });
    await expect(initialised([server()], { signers: [key] })).rejects.toThrow(/root already/);
  });

  test('a tampered server is not taken for an empty one', async () => {
    await initialised([server()], { signers: [key] });
    await change(core('3.0'));
    await writeFile(join(base, 'server/timestamp'), 'cutover-timestamp 1\nend\n');
    expect(outcome(await change(core('3.1')))).toBe('malformed');
  });
});

describe('keys', () => {
  test('rotation: added, then the old one removed; readers with the first root go on', async () => {
    const root = await initialised([server()], { signers: [key] });
    await change(core('3.0'));
    await change(rooted((before) => withKey(before, other.key, ROLES), [key]));
    const both = [key, other];
    const removed = await change(
      rooted((before) => withoutKey(before, key.key.id, ROLES), both),
      both,
    );
    expect(outcome(removed)).toBe('published');
    expect(await readCore([server()], root)).toMatchObject({ information: { version: '3.0' } });
    expect(outcome(await change(core('3.1')))).toBe('threshold');
    expect(outcome(await change(core('3.1', '3.0'), [other], root))).toBe('published');
    expect(await readCore([server()], root)).toMatchObject({ information: { version: '3.1' } });
  });

  test('a threshold needs so many, and is never set beyond the keys', async () => {
    const root = await initialised([server()], { signers: [key] });
    expect(
      outcome(await change(rooted((before) => withThreshold(before, 'targets', 2), [key]))),
    ).toBe('threshold');
    await change(rooted((before) => withKey(before, other.key, ['targets']), [key]));
    const both = [key, other];
    expect(
      outcome(
        await change(
          rooted((before) => withThreshold(before, 'targets', 2), both),
          both,
        ),
      ),
    ).toBe('published');
    expect(outcome(await change(core('3.0')))).toBe('threshold');
    expect(outcome(await change(core('3.0'), both))).toBe('published');
    expect(await readCore([server()], root)).toMatchObject({ information: { version: '3.0' } });
    const last = await change(
      rooted((before) => withoutKey(before, other.key.id, ROLES), both),
      both,
    );
    expect(outcome(last)).toBe('threshold');
  });

  test('a counter that was driven up is left behind with the key that drove it', async () => {
    const root = await initialised([server()], { signers: [key] });
    await change(core('3.0'));
    const driven = await change(core('6.6', '3.0'), [key]);
    expect(outcome(driven)).toBe('published');
    await driveUp(key);
    expect(outcome(await change(core('6.7', '6.6', '3.0')))).toBe('no-number');
    await change(
      rooted((before) => ({ ...withKey(withoutRole(before), other.key, ROLES) }), [key, other]),
      [key, other],
    );
    const timestamp = await readFile(join(base, 'server/timestamp'), 'latin1');
    expect(/^counter (\d+)$/m.exec(timestamp)?.[1]).toBe('1');
    expect(await readCore([server()], root)).toMatchObject({ information: { version: '6.6' } });
  });

  /** What whoever has the key may do: a timestamp with the highest counter. */
  async function driveUp(signer: Signer): Promise<void> {
    const file = join(base, 'server/timestamp');
    const [body = ''] = (await readFile(file, 'latin1')).split('signature');
    const forged = body.replace(/^counter \d+$/m, 'counter 2147483647');
    const signature = await signer.sign(forged, 'timestamp');
    if ('fault' in signature) throw new Error(signature.fault.message);
    const line = `signature ${signature.key} ${signature.bytes.toString('base64')}\n`;
    await writeFile(file, forged + line, 'latin1');
  }

  function withoutRole(root: Root): Root {
    const nobody = { threshold: 1, keys: [] };
    return {
      ...root,
      roles: { root: nobody, targets: nobody, snapshot: nobody, timestamp: nobody },
    };
  }
});

test('renew: a higher counter over the same snapshot, also when all of it has ended', async () => {
  const root = await initialised([server()], { signers: [key], lasting: { timestamp: -1 } });
  expect(await readCore([server()], root)).toMatchObject({ code: 'expired' });
  const renewed = await change((present) => renewal(present, [key], () => undefined));
  expect('next' in renewed && renewed.next.timestamp.value).toMatchObject({
    counter: 2,
    snapshot: { number: 1 },
  });
  expect(await readCore([server()], root)).toMatchObject({ code: 'no-release' });
});

test('what ends soon is renewed along, with all that names it', async () => {
  const soon = { timestamp: 7, snapshot: 10, versions: 10 };
  await initialised([server()], { signers: [key], lasting: soon });
  await changePublished({ servers: [server()], signers: [key], lasting: soon }, core('3.0'));
  const renewed = await change((present) => renewal(present, [key], () => undefined));
  expect('next' in renewed && renewed.next.files.get('core')?.value).toMatchObject({ revision: 2 });
  expect('next' in renewed && renewed.next.snapshot.value.counter).toBe(3);
});
