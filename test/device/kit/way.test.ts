/** The whole way of a transaction on one device, in every shell that a device may have. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshRigs } from '../../primitives/rigs.ts';
import { busyboxOnly } from './busybox-only.ts';
import { mustBe, order, processesOf } from './rig.ts';
import { cutOver, install, linkedVersion, prepare, standingOf } from './scenario.ts';
import { allShells, busybox } from './shells.ts';

const fresh = freshRigs();
const devices = [
  ...allShells.map((shell) => ({ name: shell.name, shell, env: undefined })),
  { name: 'busybox and nothing else', shell: busybox, env: busyboxOnly() },
];

describe.concurrent.each(devices)('in $name', ({ shell, env }) => {
  it('A01 A02: prepares, switches, votes and confirms', async () => {
    const rig = install(fresh(shell, env));
    const before = standingOf(rig);
    const session = await rig.session();
    const staged = mustBe(await session.ask(prepare(rig)), 'staged');
    expect(staged.keys).toMatchObject({ state: 'staged', version: '3.0', already: '0' });
    expect(staged.frames.find((frame) => frame.words === 'value 1')?.output).toBe('2.0');
    expect(standingOf(rig).serves).toBe(before.serves);
    expect(linkedVersion(rig)).toBe('2.0');
    const standing = mustBe(await session.ask(order('inquire', 'standing')), 'standing');
    expect(standing.keys['fingerprint']).toBe(staged.keys['fingerprint']);
    const armed = mustBe(await session.ask(cutOver(rig)), 'armed');
    expect(armed.keys['outages']).toMatch(/^umg:\d+:1$/);
    expect(armed.keys['fingerprint']).not.toBe(staged.keys['fingerprint']);
    expect(standingOf(rig).serves).toBe('3.0\n');
    mustBe(await session.ask(order('verify', 'verified')), 'verified');
    mustBe(await session.ask(order('hold', 'voted')), 'voted');
    mustBe(await session.ask(order('confirm', 'confirmed')), 'confirmed');
    mustBe(await session.ask(order('finish', 'finished')), 'finished');
    mustBe(await session.ask(order('report', 'reported')), 'reported');
    expect(rig.state()).toBe('confirmed');
    const tombstone = readdirSync(join(rig.home, 'tx/tx-1')).sort();
    expect(tombstone).toEqual(
      ['guard.log', 'helpers', 'made', 'new', 'old', 'said', 'services', 'state'].filter((name) =>
        tombstone.includes(name),
      ),
    );
    await session.close();
    expect(processesOf(`deadman\0${rig.home}`)).toEqual([]);
  });

  it('A03 S5: goes back to exactly the old, and is dead then', async () => {
    const rig = install(fresh(shell, env));
    const before = standingOf(rig);
    const session = await rig.session();
    const staged = mustBe(await session.ask(prepare(rig)), 'staged');
    mustBe(await session.ask(cutOver(rig)), 'armed');
    expect(readFileSync(join(rig.root, 'data/db'), 'utf8')).toBe('version 3\n');
    const reverted = mustBe(await session.ask(order('revert', 'reverted')), 'reverted');
    expect(reverted.keys['fingerprint']).toBe(staged.keys['fingerprint']);
    expect(reverted.keys['outages']).toMatch(/^umg:\d+:1,umg:\d+:1$/);
    expect(standingOf(rig)).toEqual(before);
    expect(rig.state()).toBe('dead');
    mustBe(await session.ask(prepare(rig)), 'reverted');
    expect(standingOf(rig)).toEqual(before);
  });

  it('drops what was staged when it is told to before the switch', async () => {
    const rig = install(fresh(shell, env));
    const before = standingOf(rig);
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    const reverted = mustBe(await session.ask(order('revert', 'reverted')), 'reverted');
    expect(reverted.keys['outages']).toBe('');
    expect(standingOf(rig)).toEqual(before);
  });
});
