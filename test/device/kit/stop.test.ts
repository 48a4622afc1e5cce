/** F38 A19: an order that can still go back is told to stop: between two steps, two tries, or in a long one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { freshRigs } from '../../primitives/rigs.ts';
import { mustBe, order, processesGone, processesOf, step, type Rig } from './rig.ts';
import { cutOver, install, prepare, standingOf } from './scenario.ts';
import { allShells, busybox } from './shells.ts';

const fresh = freshRigs();

/** As the controller says it, over a second channel. */
async function stop(rig: Rig, epoch = '1', controller = 'c1'): Promise<string> {
  const [command, ...shell] = rig.shell.command;
  const words = [...shell, rig.program, 'stop', rig.home, 'tx-1', epoch, controller];
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const said = await text(child.stdout);
  await ended;
  return said;
}

/** A step of `run`; a failing one is tried again. */
const runs = (no: number, command: string, tries = 1): string =>
  step(
    'run',
    { program: 'sh', writes: '', 'secret:input': '' },
    { no, tries, every: 1, rest: ['-c', command] },
  );
const sleeps = (rig: Rig, no = 20): string => runs(no, `sleep 979; : ${rig.folder}`);

describe.concurrent.each(allShells)('in $name', (shell) => {
  it('F38: a long step of the switch is ended, and the way back begins at once', async () => {
    const rig = install(fresh(shell));
    const before = standingOf(rig);
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    const asked = session.ask(cutOver(rig, { during: sleeps(rig) }));
    const ended = expect(asked).rejects.toThrow('the shell ended (SIGKILL)');
    while (processesOf(`sleep 979; : ${rig.folder}`).length === 0) await pause(20);
    expect(await stop(rig)).toBe('ended\n');
    await ended;
    await processesGone(`sleep 979; : ${rig.folder}`);
    const next = await rig.session();
    mustBe(await next.ask(order('revert', 'reverted')), 'reverted');
    expect(standingOf(rig)).toEqual(before);
  });
});

describe.concurrent('told to stop', () => {
  it('F38: between two steps of the switch, nobody is ended', async () => {
    const rig = install(fresh(busybox));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    const waits = runs(20, `while [ ! -e '${rig.home}/tx/tx-1/stop' ]; do sleep 0.1; done`);
    const asked = session.ask(cutOver(rig, { during: waits }));
    await session.until(/ step 20 begin/);
    expect(await stop(rig)).toBe('free\n');
    const reply = mustBe(await asked, 'failed');
    expect(reply.keys).toMatchObject({ step: '14', reason: 'stopped', state: 'switch-intent' });
    mustBe(await session.ask(order('revert', 'reverted')), 'reverted');
  });

  it('F38: between two steps of prepare, and between two requests of it', async () => {
    const rig = install(fresh(busybox));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig, { staged: 'more' })), 'more');
    const asked = stop(rig);
    while (!existsSync(join(rig.home, 'tx/tx-1/stop'))) await new Promise(setImmediate);
    const part = `{ kit_part SEQ && { ${runs(8, ':')}; }; kit_reply more; }`;
    const reply = mustBe(await session.ask(part), 'failed');
    expect(reply.keys).toMatchObject({ step: '8', reason: 'stopped', state: 'preparing' });
    expect(await asked).toBe('free\n');
  });

  it('F38: between two tries of a check of verify', async () => {
    const rig = install(fresh(busybox));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    mustBe(await session.ask(cutOver(rig)), 'armed');
    const body = runs(30, 'exit 1', 1000);
    const asked = session.ask(order('verify', 'verified', { body }));
    await session.until(/ step 30 begin/);
    expect(await stop(rig)).toBe('free\n');
    const reply = mustBe(await asked, 'failed');
    expect(reply.keys).toMatchObject({ step: '30', reason: 'stopped', state: 'armed' });
  });

  it('S3: before the switch begins, it does not begin', async () => {
    const rig = install(fresh(busybox));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    expect(await stop(rig)).toBe('free\n');
    const reply = mustBe(await session.ask(cutOver(rig)), 'failed');
    expect(reply.keys).toMatchObject({ reason: 'stopped', state: 'staged' });
  });

  it('a revert at work is not ended', async () => {
    const rig = install(fresh(busybox));
    const before = standingOf(rig);
    const session = await rig.session();
    const body = 'kit_mend run program sh writes "" input "" -- -c "sleep 4"';
    mustBe(await session.ask(prepare(rig, { body })), 'staged');
    mustBe(await session.ask(cutOver(rig)), 'armed');
    const asked = session.ask(order('revert', 'reverted'));
    await session.until(/ undo 0 begin/);
    expect(await stop(rig)).toBe('free\n');
    mustBe(await asked, 'reverted');
    expect(standingOf(rig)).toEqual(before);
  });

  it.each([
    ['0', 'c1'],
    ['1', 'c2'],
  ])('S9: by epoch %s of %s, it goes on', async (epoch, controller) => {
    const rig = install(fresh(busybox));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    expect(await stop(rig, epoch, controller)).toMatch(/^fenced/);
    mustBe(await session.ask(cutOver(rig)), 'armed');
  });
});
