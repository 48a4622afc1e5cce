/** What stays on the disc, what goes, and what happens when there is no room. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { has } from '../../needs.ts';
import { freshRigs } from '../../primitives/rigs.ts';
import { mustBe, order, setUp, step, type Whose } from './rig.ts';
import { cutOver, install, prepare, standingOf } from './scenario.ts';
import { mainShells } from './shells.ts';
import { outputOf, revert } from './stories.ts';

const fresh = freshRigs();
const mounts: string[] = [];
afterAll(() => {
  for (const mount of mounts) execFileSync('umount', ['-l', mount]);
});

/** Puts a small disc under a folder; false where that is not allowed, and may be left out. */
function smallDisc(folder: string, size: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], {
      stdio: 'ignore',
    });
    mounts.push(folder);
    return true;
  } catch (error) {
    if (has(false, 'mounting a disc is not allowed here')) throw error;
    return false;
  }
}

type Skip = (condition: boolean, note: string) => void;
const unpacking = readFileSync('primitives/stage/unpack/posix.sh', 'utf8');

const named = (tx: string): Whose => ({ tx, epoch: 1, controller: 'c1' });

describe.concurrent.each(mainShells)('in $name', (shell) => {
  it('F17: a disc that fills during backup: the half copy goes, and it is not staged', async ({
    skip,
  }) => {
    const rig = install(fresh(shell));
    mkdirSync(join(rig.home, 'tx'));
    skip(!smallDisc(join(rig.home, 'tx'), '1m'), 'mounting a disc is not allowed here');
    mkdirSync(join(rig.root, 'big'));
    for (let n = 0; n < 4; n += 1)
      writeFileSync(join(rig.root, `big/${String(n)}`), Buffer.alloc(400_000, n));
    const before = standingOf(rig);
    const session = await rig.session();
    const big = step('keep', { path: join(rig.root, 'big') }, { no: 7, way: 'self' });
    const failed = mustBe(await session.ask(prepare(rig, { body: big })), 'failed');
    expect(failed.keys).toMatchObject({ state: 'preparing', step: '7' });
    expect(outputOf(failed, 7)).toContain('the copy failed, and is removed');
    expect(readdirSync(join(rig.home, 'tx/tx-1/kept'))).toEqual(['3']);
    await revert(session);
    expect(standingOf(rig)).toEqual(before);
  });

  it('a full disc keeps nobody from going back: the reserve is given up', async ({ skip }) => {
    const rig = install(fresh(shell));
    mkdirSync(join(rig.home, 'tx'));
    skip(!smallDisc(join(rig.home, 'tx'), '1m'), 'mounting a disc is not allowed here');
    const before = standingOf(rig);
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    mustBe(await session.ask(cutOver(rig)), 'armed');
    fillUp(join(rig.home, 'tx/full'));
    await revert(session);
    expect(rig.state()).toBe('dead');
    expect(standingOf(rig)).toEqual(before);
  });

  it('S10: a line of state that did not fit is no line, and the next one is a line of its own', async ({
    skip,
  }) => {
    const rig = install(fresh(shell));
    mkdirSync(join(rig.home, 'tx'));
    skip(!smallDisc(join(rig.home, 'tx'), '1m'), 'mounting a disc is not allowed here');
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    const state = join(rig.home, 'tx/tx-1/state');
    // Of the next line twenty bytes fit into what the file has of the disc.
    const size = readFileSync(state).length;
    writeFileSync(state, `${'-'.repeat(4096 - 20 - size - 1)}\n`, { flag: 'a' });
    fillUp(join(rig.home, 'tx/full'));
    await revert(session);
    const lines = readFileSync(state, 'utf8').split('\n');
    expect(lines.filter((line) => /^revert-intent \d+ c1 .* \.$/.test(line))).toHaveLength(1);
    expect(lines.filter((line) => /^revert-intent 1 c1 \d$/.test(line))).toHaveLength(1);
    expect(rig.state()).toBe('dead');
  });

  /** What is said of an archive of 300 kB that is to go to a disc of `size`, which holds nothing then. */
  async function refusedOn(size: string, skip: Skip, meanwhile = ''): Promise<string> {
    const rig = install(fresh(shell));
    const small = join(rig.root, 'small');
    mkdirSync(small);
    skip(!smallDisc(small, size), 'mounting a disc is not allowed here');
    const source = join(rig.folder, 'large');
    mkdirSync(source);
    writeFileSync(join(source, 'file'), Buffer.alloc(300_000, 7));
    execFileSync('tar', ['-cf', join(rig.folder, 'large.tar'), '-C', source, '.']);
    const places = { file: `${rig.folder}/large.tar`, into: `${small}/new` };
    const body = [
      setUp(rig, [], { 'unpack-late': `${unpacking}\n${meanwhile}` }),
      step('unpack-late', places, { no: 7, way: 'self' }),
    ].join('\n');
    const session = await rig.session();
    const failed = mustBe(await session.ask(prepare(rig, { body })), 'failed');
    expect(readdirSync(small).filter((name) => name !== 'theirs')).toEqual([]);
    return outputOf(failed, 7);
  }

  it('F17: too little room where the unpacked files go is told before any is written', async ({
    skip,
  }) => {
    expect(await refusedOn('64k', skip)).toContain(
      'unpacks to more than the 65536 bytes that are free: ./file',
    );
  });

  it('F17: a disc that somebody else fills while the files are unpacked', async ({ skip }) => {
    // Once df has answered, what it said is there no more.
    const meanwhile = `df() {
      command df "$@"
      dd if=/dev/zero of="\${into%/new}/theirs" bs=1024 count=900 2>/dev/null
    }`;
    expect(await refusedOn('1m', skip, meanwhile)).toMatch(/can't unpack .* has no room for it/);
  });

  it('puts back in place what is a disc of its own, and what has no room beside itself', async ({
    skip,
  }) => {
    const rig = install(fresh(shell));
    const disc = join(rig.root, 'disc');
    mkdirSync(disc);
    skip(!smallDisc(disc, '1m'), 'mounting a disc is not allowed here');
    mkdirSync(join(disc, 'large'));
    writeFileSync(join(disc, 'large/file'), Buffer.alloc(600_000, 1));
    const before = standingOf(rig);
    const session = await rig.session();
    const body = [
      step('keep', { path: disc }, { no: 7, way: 'self' }),
      step('keep', { path: join(disc, 'large') }, { no: 8, way: 'self' }),
    ].join('\n');
    mustBe(await session.ask(prepare(rig, { body })), 'staged');
    writeFileSync(join(disc, 'large/file'), Buffer.alloc(600_000, 2));
    writeFileSync(join(disc, 'added'), 'x');
    await revert(session);
    expect(standingOf(rig)).toEqual(before);
  });

  it('keeps the newest four packages', async () => {
    const rig = fresh(shell);
    const session = await rig.session();
    mkdirSync(join(rig.home, 'cache'));
    for (let n = 0; n < 7; n += 1) {
      const file = join(rig.home, 'cache', String(n).repeat(64));
      writeFileSync(file, 'x');
      utimesSync(file, 1_000_000 + n * 100, 1_000_000 + n * 100);
    }
    mustBe(await session.ask(order('revert', 'reverted')), 'reverted');
    mustBe(await session.ask(order('report', 'reported')), 'reported');
    const left = readdirSync(join(rig.home, 'cache')).map((name) => name[0]);
    expect(left.sort()).toEqual(['3', '4', '5', '6']);
  });

  it('A08: a download leaves the package and nothing else, and only while nothing is open', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    const body = `${setUp(rig, ['write'])}\n${step('write', { path: `${rig.root}/got`, text: 'x', mode: '' }, { no: 1 })}`;
    mustBe(
      await session.ask(order('download', 'downloaded', { body, whose: named('load-1') })),
      'downloaded',
    );
    expect(readFileSync(join(rig.root, 'got'), 'utf8')).toBe('x');
    expect(existsSync(join(rig.home, 'tx/load-1'))).toBe(false);
    mustBe(await session.ask(prepare(rig)), 'staged');
    const busy = await session.ask(order('download', 'downloaded', { whose: named('load-2') }));
    expect(busy.keys).toMatchObject({ reason: 'busy', transaction: 'tx-1' });
  });

  it('only root reads what it keeps', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    const servers = "kit_servers 'ftp://x\tuser\tpassword'";
    mustBe(await session.ask(prepare(rig, { body: servers })), 'staged');
    const open = readdirSync(join(rig.home, 'tx'), { recursive: true })
      .map(String)
      .filter((name) => !name.includes('content/'))
      .filter((name) => (statSync(join(rig.home, 'tx', name)).mode & 0o077) !== 0);
    expect(open).toEqual([]);
    await revert(session);
    expect(existsSync(join(rig.home, 'tx/tx-1/servers'))).toBe(false);
  });

  it('the newest 20 tombstones stay, and a broken one whatever its age', async () => {
    const rig = fresh(shell);
    const session = await rig.session();
    const bad = step('note', { text: 'x' }, { no: 1, way: 'self' });
    const note = 'apply() { :; }\nundo() { fail "no"; }';
    const body = `${setUp(rig, [], { note })}\n${bad}`;
    mustBe(await session.ask(order('prepare', 'more', { body, whose: named('old') })), 'more');
    mustBe(await session.ask(order('revert', 'reverted', { whose: named('old') })), 'broken');
    for (let n = 0; n < 24; n += 1) {
      const whose = named(`tx-${String(n)}`);
      mustBe(await session.ask(order('prepare', 'more', { whose })), 'more');
      mustBe(await session.ask(order('revert', 'reverted', { whose })), 'reverted');
    }
    const left = readdirSync(join(rig.home, 'tx'));
    expect(left).toContain('old');
    expect(left).toContain('tx-23');
    expect(left.length).toBeLessThanOrEqual(22);
    const locks = readdirSync(rig.home).filter((name) => name.startsWith('lock.'));
    expect(locks.length).toBeLessThan(10);
  });
});

/** Writes until there is no room, to the last byte. */
function fillUp(file: string): void {
  for (const size of [100_000, 4096, 1]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // Full, for pieces of this size.
    }
  }
}
