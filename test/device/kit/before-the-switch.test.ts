/**
 * Before its switch began a device has touched nothing that is live: going back compares nothing with the old,
 * and mends nothing. What differs then is somebody else's doing, and stays.
 */
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshRigs } from '../../primitives/rigs.ts';
import { mustBe, order, step, type Rig } from './rig.ts';
import { cutOver, install, linkedVersion, prepare, service } from './scenario.ts';
import { quoted } from './session.ts';
import { mainShells } from './shells.ts';

const fresh = freshRigs();

/** A `revert` block that leaves a mark, and starts the service. */
const mending = (rig: Rig): string =>
  `kit_managed path ${quoted(join(rig.root, 'other'))}\nkit_mend run program sh writes '' -- -c 'echo mended >>"$1"' sh ${quoted(join(rig.folder, 'mended'))}`;
const mended = (rig: Rig): boolean => existsSync(join(rig.folder, 'mended'));

/** Somebody changes what is managed, and stops the service. */
function meddle(rig: Rig): void {
  writeFileSync(join(rig.root, 'other'), 'port 81\n');
  service(rig, 'stop');
}
const conf = (rig: Rig): string => readFileSync(join(rig.root, 'other'), 'utf8');

describe.concurrent.each(mainShells)('in $name', (shell) => {
  it.each(['preparing', 'staged'])(
    'S3: %s: what somebody changed meanwhile stays, nothing is mended, and it is not broken',
    async (state) => {
      const rig = install(fresh(shell));
      const session = await rig.session();
      const staged = state === 'staged' ? 'staged 3.0 0 600' : 'more';
      mustBe(
        await session.ask(prepare(rig, { body: mending(rig), staged })),
        staged.split(' ')[0] ?? '',
      );
      expect(rig.state()).toBe(state);
      meddle(rig);
      const next = state === 'staged' ? session : await afterwards(rig, session);
      const reverted = mustBe(await next.ask(order('revert', 'reverted')), 'reverted');
      expect(reverted.keys['state']).toBe('dead');
      // It is told: the controller may know that the switch had begun.
      expect(reverted.keys['strayed'] ?? '').toContain(state === 'staged' ? 'stopped umg' : '');
      expect(conf(rig)).toBe('port 81\n');
      expect(service(rig, 'status')).toBe(3);
      expect(mended(rig)).toBe(false);
    },
  );

  it('S1 S4: records of before the switch, put in the place of those of after it, say what is not as it was', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    const copy = join(rig.folder, 'copy');
    cpSync(join(rig.home, 'tx'), copy, { recursive: true });
    mustBe(await session.ask(cutOver(rig)), 'armed');
    rmSync(join(rig.home, 'tx'), { recursive: true });
    cpSync(copy, join(rig.home, 'tx'), { recursive: true });
    const reverted = mustBe(await session.ask(order('revert', 'reverted')), 'reverted');
    expect(reverted.keys['strayed']).toContain('current');
    const again = mustBe(await session.ask(order('revert', 'reverted')), 'reverted');
    expect(again.keys['strayed']).toBe(reverted.keys['strayed']);
  });

  it('S2: a switch whose records went away meanwhile is not armed', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    const during = step(
      'run',
      { program: 'rm', writes: '', 'secret:input': '' },
      { no: 20, rest: [join(rig.home, 'tx/tx-1/state')] },
    );
    const failed = mustBe(await session.ask(cutOver(rig, { during })), 'failed');
    expect(failed.keys).toMatchObject({ reason: 'state', state: 'idle' });
  });

  it('S4: once a switch has begun it is mended, and what somebody changed makes it broken', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig, { body: mending(rig) })), 'staged');
    mustBe(await session.ask(cutOver(rig)), 'armed');
    writeFileSync(join(rig.root, 'other'), 'port 81\n');
    const broken = mustBe(await session.ask(order('revert', 'reverted')), 'broken');
    expect(broken.keys).toMatchObject({ reason: 'changed' });
    expect(broken.keys['detail']).toContain('other');
    expect(linkedVersion(rig)).toBe('2.0');
    expect(mended(rig)).toBe(true);
    expect(conf(rig)).toBe('port 81\n');
  });
});

/** The session that holds the lock is lost. */
async function afterwards(
  rig: Rig,
  session: Awaited<ReturnType<Rig['session']>>,
): Promise<Awaited<ReturnType<Rig['session']>>> {
  await session.kill();
  return rig.session();
}
