/** The whole way of a transaction on one device, in real shells. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { installService } from './init-script.ts';
import { mustBe, order, Rig, setUp, step } from './rig.ts';
import { quoted } from './session.ts';
import { mainShells } from './shells.ts';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.end();
});

function fresh(shell: (typeof mainShells)[number]): Rig {
  const rig = new Rig(shell);
  rigs.push(rig);
  mkdirSync(join(rig.root, 'releases/2.0'), { recursive: true });
  writeFileSync(join(rig.root, 'releases/2.0/VERSION'), '2.0\n');
  symlinkSync(join(rig.root, 'releases/2.0'), join(rig.root, 'current'));
  mkdirSync(join(rig.root, 'etc'));
  writeFileSync(join(rig.root, 'etc/umg.conf'), 'port 80\n');
  installService(rig, 'umg', join(rig.root, 'current/VERSION'));
  execFileSync(join(rig.services, 'umg'), ['start'], { stdio: 'ignore' });
  const source = join(rig.folder, 'source');
  mkdirSync(source);
  writeFileSync(join(source, 'VERSION'), '3.0\n');
  execFileSync('tar', ['-czf', join(rig.folder, 'package'), '-C', source, '.']);
  return rig;
}

const prepare = (rig: Rig): string =>
  order('prepare', 'staged 3.0 0 600', {
    body: [
      setUp(rig, ['read-version', 'disk-free', 'keep', 'unpack', 'link', 'stop', 'start']),
      `kit_managed path ${quoted(`${rig.root}/current`)}`,
      `kit_managed path ${quoted(`${rig.root}/etc`)}`,
      'kit_managed service umg',
      step('read-version', { path: `${rig.root}/current/VERSION` }, { no: 1, gives: true }),
      step('disk-free', { path: rig.root, at_least: '1000' }, { no: 2 }),
      step('keep', { path: `${rig.root}/etc` }, { no: 3, way: 'self' }),
      step(
        'unpack',
        { file: `${rig.folder}/package`, into: `${rig.root}/releases/3.0` },
        { no: 4, way: 'self' },
      ),
    ].join('\n'),
  });

const cutOver = (rig: Rig): string =>
  order('switch', 'armed', {
    lease: 120,
    body: [
      step('stop', { service: 'umg' }, { no: 10, way: 'self' }),
      step(
        'link',
        { at: `${rig.root}/current`, to: `${rig.root}/releases/3.0` },
        { no: 11, way: 'self' },
      ),
      step('start', { service: 'umg' }, { no: 12, way: 'self' }),
    ].join('\n'),
  });

describe.each(mainShells)('in $name', (shell) => {
  it('A01 A02: prepares, switches, votes and confirms', async () => {
    const rig = fresh(shell);
    const session = await rig.session();
    const staged = mustBe(await session.ask(prepare(rig)), 'staged');
    expect(staged.keys).toMatchObject({ state: 'staged', version: '3.0', already: '0' });
    expect(staged.frames.find((frame) => frame.words === 'value 1')?.output).toBe('2.0');
    expect(readlinkSync(join(rig.root, 'current'))).toMatch(/2\.0$/);
    const standing = mustBe(await session.ask(order('inquire', 'standing')), 'standing');
    expect(standing.keys['fingerprint']).toBe(staged.keys['fingerprint']);
    const armed = mustBe(await session.ask(cutOver(rig)), 'armed');
    expect(armed.keys['outages']).toMatch(/^umg:\d+:1$/);
    expect(armed.keys['fingerprint']).not.toBe(staged.keys['fingerprint']);
    expect(readFileSync(join(rig.folder, 'umg.pid.serves'), 'utf8')).toBe('3.0\n');
    mustBe(await session.ask(order('verify', 'verified')), 'verified');
    mustBe(await session.ask(order('hold', 'voted')), 'voted');
    mustBe(await session.ask(order('confirm', 'confirmed')), 'confirmed');
    mustBe(await session.ask(order('finish', 'finished')), 'finished');
    mustBe(await session.ask(order('report', 'reported')), 'reported');
    expect(rig.state()).toBe('confirmed');
    await session.close();
  });

  it('A03 S5: goes back to exactly the old', async () => {
    const rig = fresh(shell);
    const session = await rig.session();
    const staged = mustBe(await session.ask(prepare(rig)), 'staged');
    mustBe(await session.ask(cutOver(rig)), 'armed');
    const reverted = mustBe(await session.ask(order('revert', 'reverted')), 'reverted');
    expect(reverted.keys['fingerprint']).toBe(staged.keys['fingerprint']);
    expect(readlinkSync(join(rig.root, 'current'))).toMatch(/2\.0$/);
    expect(readFileSync(join(rig.folder, 'umg.pid.serves'), 'utf8')).toBe('2.0\n');
    expect(rig.state()).toBe('dead');
    mustBe(await session.ask(order('prepare', 'staged 3.0 0 600')), 'reverted');
  });
});
