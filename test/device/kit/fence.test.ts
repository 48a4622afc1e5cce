/** Who may order, and what is answered from the disc. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshRigs } from '../../primitives/rigs.ts';
import { mustBe, order, type Rig, type Whose } from './rig.ts';
import { cutOver, install, linkedVersion, prepare, standingOf } from './scenario.ts';
import { busybox } from './shells.ts';

const fresh = freshRigs();
const whose = (epoch: number, controller = 'c1', tx = 'tx-1'): Whose => ({ tx, epoch, controller });

/** One of the kit's programs, as the controller starts it over a second channel. */
function program(rig: Rig, ...words: readonly string[]): string {
  const [verb = '', ...more] = words;
  const [command, ...shell] = rig.shell.command;
  const { stdout } = spawnSync(command, [...shell, rig.program, verb, rig.home, ...more], {
    encoding: 'utf8',
  });
  return stdout;
}

describe.concurrent('the fence', () => {
  const shell = busybox;

  it('F31 S9: a lower epoch, or an equal one of another controller, has no effect', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig, { whose: whose(5) })), 'staged');
    for (const other of [whose(4), whose(5, 'c2')]) {
      for (const told of [
        cutOver(rig, { whose: other }),
        order('revert', 'reverted', { whose: other }),
      ]) {
        const refused = mustBe(await session.ask(told), 'refused');
        expect(refused.keys).toMatchObject({
          reason: 'fenced',
          transaction: 'tx-1',
          epoch: '5',
          controller: 'c1',
          operator: 'op@host',
          since: '2026-11-22T00:00:00Z',
        });
      }
    }
    expect([rig.state(), linkedVersion(rig)]).toEqual(['staged', '2.0']);
    mustBe(await session.ask(order('revert', 'reverted', { whose: whose(5) })), 'reverted');
  });

  it('F30 S9: another transaction has no effect while one is open', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    const other = whose(9, 'c2', 'tx-2');
    for (const told of ['inquire', 'prepare', 'revert', 'download']) {
      const refused = mustBe(await session.ask(order(told, 'more', { whose: other })), 'refused');
      expect(refused.keys).toMatchObject({
        reason: 'busy',
        transaction: 'tx-1',
        operator: 'op@host',
      });
    }
    expect(existsSync(join(rig.home, 'tx/tx-2'))).toBe(false);
  });

  it('a higher epoch is taken, and kept; a foreign controller is remembered', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig, { whose: whose(1) })), 'staged');
    const own = await session.ask(order('inquire', 'standing', { whose: whose(2) }));
    expect(own.keys).toMatchObject({ epoch: '2', alien: '0', state: 'staged' });
    const alien = await session.ask(order('inquire', 'standing', { whose: whose(3, 'c2') }));
    expect(alien.keys).toMatchObject({ epoch: '3', alien: '1', controller: 'c2' });
    const back = await session.ask(order('inquire', 'standing', { whose: whose(4) }));
    expect(back.keys).toMatchObject({ epoch: '4', alien: '1', controller: 'c1' });
    mustBe(await session.ask(order('inquire', 'standing', { whose: whose(3, 'c2') })), 'refused');
  });

  it('what is done is answered from the disc, and done no second time', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    const staged = mustBe(await session.ask(prepare(rig)), 'staged');
    const again = mustBe(await session.ask(prepare(rig)), 'staged');
    expect(again.keys).toEqual(staged.keys);
    expect(again.frames).toHaveLength(1);
    const armed = mustBe(await session.ask(cutOver(rig)), 'armed');
    expect((await session.ask(cutOver(rig))).keys).toEqual(armed.keys);
    mustBe(await session.ask(order('hold', 'voted')), 'voted');
    mustBe(await session.ask(order('hold', 'voted')), 'voted');
    mustBe(await session.ask(order('confirm', 'confirmed')), 'confirmed');
    mustBe(await session.ask(order('confirm', 'confirmed')), 'confirmed');
    const revert = mustBe(await session.ask(order('revert', 'reverted')), 'failed');
    expect(revert.keys).toMatchObject({ state: 'confirmed', reason: 'state' });
    expect(linkedVersion(rig)).toBe('3.0');
  });

  it('a latecomer of a dead transaction finds it dead, also one that never began', async () => {
    const rig = install(fresh(shell));
    const before = standingOf(rig);
    const session = await rig.session();
    mustBe(await session.ask(order('revert', 'reverted')), 'reverted');
    expect(rig.state()).toBe('dead');
    mustBe(await session.ask(prepare(rig)), 'reverted');
    expect(standingOf(rig)).toEqual(before);
    const idle = await session.ask(order('inquire', 'standing', { whose: whose(1, 'c1', 'tx-9') }));
    expect(idle.keys).toMatchObject({ state: 'idle', alien: '0' });
    expect(existsSync(join(rig.home, 'tx/tx-9'))).toBe(false);
  });

  it('a torn line of state is ignored, and the next one is whole', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    appendFileSync(join(rig.home, 'tx/tx-1/state'), 'switch-intent 1 c1 12');
    const standing = await session.ask(order('inquire', 'standing'));
    expect(standing.keys).toMatchObject({ state: 'staged' });
    mustBe(await session.ask(order('revert', 'reverted')), 'reverted');
    expect(rig.state()).toBe('dead');
  });

  it.each([
    ['a transaction with ..', whose(1, 'c1', '../x')],
    ['a transaction with a blank', whose(1, 'c1', "'a b'")],
    ['an epoch that is no number', { ...whose(1), epoch: 'x' as unknown as number }],
    ['a controller with shell in it', whose(1, "'$(id)'")],
  ])('refuses %s', async (_, wrong) => {
    const rig = fresh(shell);
    const session = await rig.session();
    const reply = await session.ask(order('prepare', 'staged 3.0 0 600', { whose: wrong }));
    expect(reply.keys).toMatchObject({ reason: 'malformed' });
    expect(readdirSync(join(rig.home, 'tx'))).toEqual([]);
  });

  it('a lock that is held is waited for, and its holder is told; the dead one’s is broken', async () => {
    const rig = install(fresh(shell));
    const one = await rig.session();
    mustBe(await one.ask(prepare(rig, { staged: 'more' })), 'more');
    const two = await rig.session();
    const refused = mustBe(await two.ask(order('inquire', 'standing')), 'refused');
    expect(refused.keys).toMatchObject({ reason: 'locked', transaction: 'tx-1' });
    await one.kill();
    const standing = mustBe(await two.ask(order('inquire', 'standing')), 'standing');
    expect(standing.keys).toMatchObject({ state: 'preparing' });
  });

  it('renew moves the deadline for its own controller, and only while a lease counts', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    const before = Number(rig.read('deadline'));
    expect(program(rig, 'renew', 'tx-1', '1', 'c1', '5000')).toBe('renewed\n');
    expect(Number(rig.read('deadline')) - before).toBeGreaterThan(300_000);
    expect(program(rig, 'renew', 'tx-1', '2', 'c1', '9')).toBe('fenced: epoch 1 of c1\n');
    expect(program(rig, 'renew', 'tx-1', '1', 'c2', '9')).toBe('fenced: epoch 1 of c1\n');
    mustBe(await session.ask(cutOver(rig)), 'armed');
    expect(program(rig, 'status')).toBe(
      'tx-1 armed epoch 1 controller c1 operator op@host (open)\n',
    );
    mustBe(await session.ask(order('hold', 'voted')), 'voted');
    expect(program(rig, 'renew', 'tx-1', '1', 'c1', '9')).toBe('no lease: voted\n');
  });

  it('kill ends a step that hangs, with its session, for its own controller only', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    const hangs = 'kit_step 9 run 0 1 0 9 program sleep writes "" secret:input "" -- 977';
    const asked = session.ask(prepare(rig, { body: hangs }));
    const ended = expect(asked).rejects.toThrow('the shell ended (SIGKILL)');
    await session.until(/ step 9 begin/);
    expect(program(rig, 'kill', 'tx-1', '1', 'c2')).toMatch(/^fenced/);
    expect(program(rig, 'kill', 'tx-1', '1', 'c1')).toBe('ended\n');
    await ended;
    const next = await rig.session();
    mustBe(await next.ask(order('revert', 'reverted')), 'reverted');
  });
});
