/** The device alone: nobody renews, a step hangs, it starts again. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { freshRigs } from '../../primitives/rigs.ts';
import { endProcesses, mustBe, order, processesOf, step, type Rig } from './rig.ts';
import { cutOver, install, prepare, service, standingOf } from './scenario.ts';
import { busybox, mainShells } from './shells.ts';

const fresh = freshRigs();

async function becomes(rig: Rig, state: string): Promise<void> {
  while (rig.state() !== state) await pause(50);
}

function boot(rig: Rig): string {
  return spawnSync('sh', [rig.program, 'boot', rig.home], { encoding: 'utf8' }).stdout;
}

/** As if the device had started again: every line on its disc is of another boot, and no timer runs. */
function startAgain(rig: Rig): void {
  endProcesses(rig.program);
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const other = bootId.replace(/./g, '0');
  const files = readdirSync(rig.home).filter((name) => name.startsWith('lock.'));
  for (const file of [...files, 'tx/tx-1/state']) {
    const path = join(rig.home, file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(bootId, other));
  }
}

/** A step that hangs, and how its process is told from those of other devices. */
const hang = (rig: Rig): string =>
  step(
    'run',
    { program: 'sh', writes: '', 'secret:input': '' },
    { no: 20, rest: ['-c', 'sleep 977; :', rig.folder] },
  );
const hanging = (rig: Rig): readonly number[] => processesOf(`sleep 977; :\0${rig.folder}`);

describe.concurrent.each(mainShells)('in $name', (shell) => {
  it('F34: cut off after the switch, it reverts by itself', async () => {
    const rig = install(fresh(shell));
    const before = standingOf(rig);
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    mustBe(await session.ask(cutOver(rig, { lease: 1 })), 'armed');
    await session.kill();
    await becomes(rig, 'dead');
    expect(standingOf(rig)).toEqual(before);
    const next = await rig.session();
    mustBe(await next.ask(order('revert', 'reverted')), 'reverted');
  });

  it('F34 F39: a step that hangs in the switch is ended, and it reverts by itself', async () => {
    const rig = install(fresh(shell));
    const before = standingOf(rig);
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    await expect(session.ask(cutOver(rig, { lease: 1, during: hang(rig) }))).rejects.toThrow(
      'the shell ended (SIGKILL)',
    );
    await becomes(rig, 'dead');
    expect(standingOf(rig)).toEqual(before);
    expect(hanging(rig)).toEqual([]);
  });

  it('a lease that is renewed does not run out', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    mustBe(await session.ask(cutOver(rig, { lease: 2 })), 'armed');
    const first = Number(rig.read('deadline'));
    execFileSync('sh', [rig.program, 'renew', rig.home, 'tx-1', '1', 'c1', '100']);
    const uptime = (): number => Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 100;
    while (uptime() < first + 150) await pause(50);
    expect(rig.state()).toBe('armed');
    mustBe(await session.ask(order('hold', 'voted')), 'voted');
  });

  it('what was staged is dropped when its lease runs out', async () => {
    const rig = install(fresh(shell));
    const before = standingOf(rig);
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig, { staged: 'staged 3.0 0 1' })), 'staged');
    await becomes(rig, 'dead');
    expect(standingOf(rig)).toEqual(before);
    mustBe(await session.ask(cutOver(rig)), 'reverted');
  });

  it('a prepare that hangs is ended when its lease runs out', async () => {
    const rig = install(fresh(shell));
    const before = standingOf(rig);
    const session = await rig.session();
    const asked = session.ask(prepare(rig, { lease: 1, body: hang(rig) }));
    await expect(asked).rejects.toThrow('the shell ended (SIGKILL)');
    await becomes(rig, 'dead');
    expect(standingOf(rig)).toEqual(before);
  });
});

describe.concurrent('the guard', () => {
  it('is gone after the vote, which stays', async () => {
    const rig = install(fresh(busybox));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    mustBe(await session.ask(cutOver(rig, { lease: 2 })), 'armed');
    mustBe(await session.ask(order('hold', 'voted')), 'voted');
    expect(processesOf(`deadman\0${rig.home}`)).toEqual([]);
  });

  it('must live, or nothing is switched', async () => {
    const rig = install(fresh(busybox));
    const before = standingOf(rig);
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    expect(processesOf(`deadman\0${rig.home}`)).not.toEqual([]);
    endProcesses(`deadman\0${rig.home}`);
    const failed = mustBe(await session.ask(cutOver(rig)), 'failed');
    expect(failed.keys).toMatchObject({ state: 'staged', reason: 'drill' });
    expect(standingOf(rig).serves).toBe(before.serves);
  });

  it('ends an init script that hangs in a session of its own', async () => {
    const rig = install(fresh(busybox));
    const before = standingOf(rig);
    const script = join(rig.services, 'umg');
    const text = readFileSync(script, 'utf8');
    const slow = text.replace('  start)', `  start) [ ! -e '${rig.folder}/slow' ] || sleep 978`);
    writeFileSync(script, slow);
    chmodSync(script, 0o755);
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    writeFileSync(join(rig.folder, 'slow'), '');
    const asked = session.ask(cutOver(rig, { lease: 2 })).catch(() => undefined);
    await session.until(/ step 14 begin/);
    while (processesOf('sleep\u0000978').length === 0) await pause(20);
    writeFileSync(script, text);
    await asked;
    await becomes(rig, 'dead');
    expect(processesOf('sleep\u0000978')).toEqual([]);
    expect(standingOf(rig)).toEqual(before);
  });
});

describe.concurrent('started again', () => {
  it.each(['staged', 'switch-intent', 'armed'])('%s: back to the old', async (state) => {
    const rig = install(fresh(busybox));
    const before = standingOf(rig);
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    if (state === 'armed') mustBe(await session.ask(cutOver(rig)), 'armed');
    if (state === 'switch-intent')
      mustBe(await session.ask(cutOver(rig, { during: 'kit_fail 15 step' })), 'failed');
    await session.kill();
    expect(rig.state()).toBe(state);
    startAgain(rig);
    expect(boot(rig)).toBe('tx-1 dead\n');
    expect(standingOf(rig)).toEqual(before);
  });

  it('its own start has the service up, and the records of services are lost: back to the old', async () => {
    const rig = install(fresh(busybox));
    const before = standingOf(rig);
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    mustBe(await session.ask(cutOver(rig, { during: 'kit_fail 15 step' })), 'failed');
    await session.kill();
    service(rig, 'start');
    expect(standingOf(rig).serves).toBe('3.0\n');
    startAgain(rig);
    rmSync(join(rig.home, 'tx/tx-1/undo/10'));
    expect(boot(rig)).toBe('tx-1 dead\n');
    expect(standingOf(rig)).toEqual(before);
  });

  it.each([true, false])('held, and still as it was at armed: %s', async (same) => {
    const rig = install(fresh(busybox));
    const before = standingOf(rig);
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    mustBe(await session.ask(cutOver(rig)), 'armed');
    await session.kill();
    const path = join(rig.home, 'tx/tx-1/state');
    const armed = readFileSync(path, 'utf8').trim().split('\n').at(-1) ?? '';
    writeFileSync(path, `${armed.replace('armed', 'held')}\n`, { flag: 'a' });
    if (!same) service(rig, 'stop');
    startAgain(rig);
    expect(boot(rig)).toBe(same ? 'tx-1 voted\n' : 'tx-1 dead\n');
    if (!same) expect(standingOf(rig)).toEqual(before);
    const next = await rig.session();
    const told = await next.ask(order('hold', 'voted'));
    expect(told.word).toBe(same ? 'voted' : 'reverted');
  });

  it('voted stays, and so does its service', async () => {
    const rig = install(fresh(busybox));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    mustBe(await session.ask(cutOver(rig)), 'armed');
    mustBe(await session.ask(order('hold', 'voted')), 'voted');
    await session.kill();
    startAgain(rig);
    expect(boot(rig)).toBe('tx-1 voted\n');
    const next = await rig.session();
    mustBe(await next.ask(order('confirm', 'confirmed')), 'confirmed');
    expect(standingOf(rig).serves).toBe('3.0\n');
  });

  it('without a start script, the first order finds out', async () => {
    const rig = install(fresh(busybox));
    const before = standingOf(rig);
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    mustBe(await session.ask(cutOver(rig)), 'armed');
    await session.kill();
    startAgain(rig);
    const next = await rig.session();
    const standing = mustBe(
      await next.ask(
        order('inquire', 'standing', { whose: { tx: 'tx-1', epoch: 2, controller: 'c1' } }),
      ),
      'standing',
    );
    expect(standing.keys).toMatchObject({ state: 'dead', epoch: '2' });
    expect(standingOf(rig)).toEqual(before);
    expect(existsSync(join(rig.home, 'tx/tx-1/kept'))).toBe(false);
  });
});
