/** `kill`: whoever leads the transaction now ends what an earlier session left at work, so that it can go back. */
import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { freshRigs } from '../../primitives/rigs.ts';
import { mustBe, order, processesGone, processesOf, step, type Rig } from './rig.ts';
import { cutOver, install, prepare, standingOf } from './scenario.ts';
import { mainShells } from './shells.ts';

const fresh = freshRigs();

const hang = (rig: Rig): string =>
  step(
    'run',
    { program: 'sh', writes: '', 'secret:input': '' },
    { no: 20, rest: ['-c', 'sleep 976; :', rig.folder] },
  );
const hangsWords = (rig: Rig): string => `sleep 976; :\0${rig.folder}`;
const hanging = (rig: Rig): readonly number[] => processesOf(hangsWords(rig));

function kill(rig: Rig, ...words: readonly string[]): string {
  return spawnSync('sh', [rig.program, 'kill', rig.home, ...words], { encoding: 'utf8' }).stdout;
}

describe.concurrent.each(mainShells)('in $name', (shell) => {
  it('F39: a step hangs: a revert is refused as locked, the holder is ended, and then it goes back', async () => {
    const rig = install(fresh(shell));
    const before = standingOf(rig);
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    const asked = session.ask(cutOver(rig, { during: hang(rig) }));
    const lost = expect(asked).rejects.toThrow('the shell ended (SIGKILL)');
    while (hanging(rig).length === 0) await pause(20);
    const next = await rig.session();
    const refused = mustBe(await next.ask(order('revert', 'reverted')), 'refused');
    expect(refused.keys).toMatchObject({ reason: 'locked', transaction: 'tx-1' });
    expect(rig.state()).toBe('switch-intent');
    expect(kill(rig, 'tx-1', '1', 'c1')).toBe('ended\n');
    await lost;
    await processesGone(hangsWords(rig));
    mustBe(await next.ask(order('revert', 'reverted')), 'reverted');
    expect(standingOf(rig)).toEqual(before);
  });

  it.each([
    ['a lower epoch', 'tx-1', '0', 'c1'],
    ['the same epoch from another', 'tx-1', '1', 'c2'],
    ['another transaction', 'tx-2', '9', 'c1'],
  ])('S9 F31: %s ends nobody', async (_, ...words) => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    const asked = session.ask(cutOver(rig, { during: hang(rig) })).catch(() => undefined);
    while (hanging(rig).length === 0) await pause(20);
    expect(kill(rig, ...words)).toBe('fenced: tx-1 epoch 1 of c1\n');
    expect(hanging(rig)).not.toEqual([]);
    expect(kill(rig, 'tx-1', '2', 'c2')).toBe('ended\n');
    await asked;
    await processesGone(hangsWords(rig));
  });
});
