/**
 * Ended anywhere, the device goes back to exactly the old: between any two steps, and at any system call
 * that changes something.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { freshRigs } from '../../primitives/rigs.ts';
import { mustBe, order, type Rig } from './rig.ts';
import { cutOver, install, prepare, standingOf } from './scenario.ts';
import { Session } from './session.ts';
import { dash, mainShells, type ShellKind } from './shells.ts';

const fresh = freshRigs();
const end = 'kill -s KILL -- "-$$"; sleep 9';

/** The order's request, ended before its n-th step; undefined if it has fewer. */
function endedBefore(request: string, n: number): string | undefined {
  const lines = request.split('\n');
  const steps = lines.flatMap((line, at) => (line.startsWith('kit_step ') ? [at] : []));
  const at = steps[n];
  return at === undefined ? undefined : lines.with(at, `${end}\n${lines[at] ?? ''}`).join('\n');
}

async function revert(rig: Rig): Promise<void> {
  const session = await rig.session();
  mustBe(await session.ask(order('revert', 'reverted')), 'reverted');
}

const steps = [0, 1, 2, 3, 4];
describe.concurrent.each(
  mainShells.flatMap((shell) => steps.map((n) => ({ n, shell, name: shell.name }))),
)('S5 S10: $name, ended before step $n', ({ n, shell }) => {
  const inPrepare = async (): Promise<void> => {
    const rig = install(fresh(shell));
    const before = standingOf(rig);
    const session = await rig.session();
    const request = endedBefore(prepare(rig), n) ?? '';
    await expect(session.ask(request)).rejects.toThrow('the shell ended (SIGKILL)');
    await revert(rig);
    expect(standingOf(rig)).toEqual(before);
    expect(rig.state()).toBe('dead');
  };
  // Prepare has a step less than the switch.
  if (n <= 3) it('of prepare', inPrepare);

  it('of the switch', async () => {
    const rig = install(fresh(shell));
    const before = standingOf(rig);
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    const request = endedBefore(cutOver(rig), n) ?? '';
    await expect(session.ask(request)).rejects.toThrow('the shell ended (SIGKILL)');
    expect(rig.state()).toBe('switch-intent');
    await revert(rig);
    expect(standingOf(rig)).toEqual(before);
  });
});

/** A shell writes a long text in pieces, and one that reads half of it ends at its syntax. */
describe.each(mainShells)('in $name', (shell) => {
  it('S10: killed while the bindings are written', async () => {
    const rig = install(fresh(shell));
    const before = standingOf(rig);
    const session = await rig.session();
    const body = `kit_binding platform 'service_call() {'\n${end}`;
    await expect(session.ask(order('prepare', 'staged 3.0 0 600', { body }))).rejects.toThrow(
      'the shell ended (SIGKILL)',
    );
    await revert(rig);
    expect(standingOf(rig)).toEqual(before);
    expect(rig.state()).toBe('dead');
  });
});

/** Each process of the session is killed at its n-th call of these. */
const changing = 'write,rename,renameat,renameat2,unlink,unlinkat,symlink,symlinkat,mkdir,mkdirat';
const deadly = (n: number): ShellKind => ({
  name: `dash, killed at ${String(n)}`,
  command: [
    'strace',
    ...['-f', '-qq', '-o', '/dev/null', '-e', `trace=${changing}`],
    ...['-e', `inject=${changing}:signal=SIGKILL:when=${String(n)}`, 'dash'],
  ],
});

async function deadlySession(rig: Rig, n: number): Promise<Session> {
  const session = new Session({ home: rig.home, shell: deadly(n) });
  await Promise.race([session.until(/ hello kit=/), session.exited]).catch(() => undefined);
  return session;
}

/** The holder of the lock is gone; what it had begun may still be at work. */
async function holderGone(rig: Rig): Promise<void> {
  const numbers = readdirSync(rig.home).flatMap((name) => /^lock\.(\d+)$/.exec(name)?.[1] ?? []);
  const last = Math.max(...numbers.map(Number));
  const pid = readFileSync(join(rig.home, `lock.${String(last)}`), 'utf8').split(':')[0] ?? '';
  for (;;) {
    const state = stateOf(pid);
    if (state === undefined || state === 'Z') return;
    await pause(10);
  }
}

function stateOf(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.[0];
  } catch {
    return undefined;
  }
}

/** Tells an order in a shell that won't live; it may have answered before. */
async function tellDeadly(rig: Rig, n: number, request: string): Promise<void> {
  const session = await deadlySession(rig, n);
  const answered = session.ask(request).then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([answered, session.exited, holderGoneSoon(rig)]);
}
async function holderGoneSoon(rig: Rig): Promise<void> {
  await pause(100);
  await holderGone(rig);
}

describe.concurrent('S5 S10: killed at a system call', () => {
  it.each(Array.from({ length: 18 }, (_, n) => n + 1))('number %d of the switch', async (n) => {
    const rig = install(fresh(dash));
    const before = standingOf(rig);
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    await tellDeadly(rig, n, cutOver(rig));
    await revert(rig);
    expect(standingOf(rig)).toEqual(before);
  });

  it.each(Array.from({ length: 18 }, (_, n) => n + 1))('number %d of the revert', async (n) => {
    const rig = install(fresh(dash));
    const before = standingOf(rig);
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    mustBe(await session.ask(cutOver(rig)), 'armed');
    await tellDeadly(rig, n, order('revert', 'reverted'));
    await revert(rig);
    expect(standingOf(rig)).toEqual(before);
  });

  it.each(Array.from({ length: 8 }, (_, n) => n + 1))(
    'number %d of hold and confirm',
    async (n) => {
      const rig = install(fresh(dash));
      const session = await rig.session();
      mustBe(await session.ask(prepare(rig)), 'staged');
      mustBe(await session.ask(cutOver(rig)), 'armed');
      const after = standingOf(rig);
      await tellDeadly(rig, n, order('hold', 'voted'));
      const next = await rig.session();
      const standing = mustBe(await next.ask(order('inquire', 'standing')), 'standing');
      expect(['armed', 'held', 'voted']).toContain(standing.keys['state']);
      mustBe(await next.ask(order('hold', 'voted')), 'voted');
      await tellDeadly(rig, n, order('confirm', 'confirmed'));
      const last = await rig.session();
      mustBe(await last.ask(order('confirm', 'confirmed')), 'confirmed');
      expect(standingOf(rig)).toEqual(after);
    },
  );
});
