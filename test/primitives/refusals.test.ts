/** What primitives won't do, and what those without a way back do. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installService } from '../device/kit/init-script.ts';
import { order, platform, setUp, step, type Rig } from '../device/kit/rig.ts';
import { mainShells } from '../device/kit/shells.ts';
import { attempt, outputOf, resultOf, type Params } from '../device/kit/stories.ts';
import { freshRigs } from './rigs.ts';

const fresh = freshRigs();

/** `real` is a folder, `via` a link to it, `file` a file; nothing else is there. */
function world(rig: Rig): Rig {
  mkdirSync(join(rig.root, 'real/full'), { recursive: true });
  symlinkSync('real', join(rig.root, 'via'));
  writeFileSync(join(rig.root, 'file'), 'x');
  return rig;
}

type Refusal = readonly [string, string, Params, RegExp];
const refusals: readonly Refusal[] = [
  ['write', 'through a link', { path: '@/via/new', text: 'x', mode: '' }, /leads elsewhere/],
  ['write', 'over a folder', { path: '@/real', text: 'x', mode: '' }, /is no file/],
  ['write', 'over a link', { path: '@/via', text: 'x', mode: '' }, /is no file/],
  ['write', 'with a wrong mode', { path: '@/new', text: 'x', mode: '9' }, /is no mode/],
  [
    'write',
    'with a mode that is an option',
    { path: '@/new', text: 'x', mode: '-R' },
    /is no mode/,
  ],
  ['keep', 'through a link', { path: '@/via/full' }, /leads elsewhere/],
  ['copy', 'what is not there', { from: '@/none', to: '@/new' }, /nothing at/],
  ['copy', 'to behind a link', { from: '@/file', to: '@/via/new' }, /leads elsewhere/],
  ['make-folder', 'where something is', { path: '@/real', mode: '0755' }, /is there already/],
  ['make-folder', 'behind a link', { path: '@/via/new', mode: '0755' }, /leads elsewhere/],
  ['link', 'to nothing', { at: '@/current', to: '@/none' }, /nothing at/],
  ['link', 'in the place of a folder', { at: '@/real', to: '@/file' }, /is no link/],
  ['link', 'behind a link', { at: '@/via/current', to: '@/file' }, /leads elsewhere/],
  ['swap', 'with nothing', { path: '@/real', other: '@/none' }, /must both be there/],
  ['swap', 'with itself', { path: '@/real', other: '@/real' }, /are the same/],
  ['swap', 'across discs', { path: '@/file', other: '/proc/version' }, /not on the same disc/],
  ['remove', 'behind a link', { path: '@/via/full' }, /leads elsewhere/],
  ['stop', 'a service without its script', { service: 'none' }, /no init script for service none/],
];

describe.concurrent.each(mainShells)('in $name', (shell) => {
  it.each(refusals)('%s refuses: %s', async (primitive, _, params, why) => {
    const rig = world(fresh(shell));
    const placed = Object.entries(params).map(
      ([name, value]) => [name, value.replace('@', rig.root)] as const,
    );
    const before = readdirSync(rig.root, { recursive: true });
    const reply = await attempt(rig, primitive, Object.fromEntries(placed), { way: 'self' });
    expect(resultOf(reply)).toBe('failed');
    expect(outputOf(reply)).toMatch(why);
    expect(readdirSync(rig.root, { recursive: true })).toEqual(before);
  });

  it('prune leaves the newest, what links point to, and what begins with a dot', async () => {
    const rig = fresh(shell);
    const releases = join(rig.root, 'releases');
    // Times of the archive say the opposite of when they came; busybox counts in seconds.
    const names = ['1.0', '1.1', "it's old", '.hidden', '3.0'];
    for (const name of names) {
      if (name === '3.0') execFileSync('sleep', ['1.1']);
      mkdirSync(join(releases, name, 'deep'), { recursive: true });
      utimesSync(join(releases, name), 2_000_000_000 - names.indexOf(name), 2_000_000_000);
    }
    symlinkSync(join(releases, '1.1'), join(rig.root, 'current'));
    const reply = await attempt(rig, 'prune', { path: releases, leave: '1' });
    expect(resultOf(reply)).toBe('done');
    expect(readdirSync(releases).sort()).toEqual(['.hidden', '1.1', '3.0']);
    const again = await attempt(fresh(shell), 'prune', { path: releases, leave: '1' });
    expect(resultOf(again)).toBe('done');
    expect(readdirSync(releases)).toHaveLength(3);
  });

  it('F40: collect prints the last lines, a MiB at most', async () => {
    const rig = fresh(shell);
    const log = join(rig.root, 'log');
    writeFileSync(log, 'one\ntwo\nthree\n');
    expect(outputOf(await attempt(rig, 'collect', { path: log, last: '2' }))).toBe('two\nthree\n');
    writeFileSync(log, `${'y'.repeat(99)}\n`.repeat(30_000));
    const reply = await attempt(fresh(shell), 'collect', { path: log, last: '25000' });
    expect(outputOf(reply).slice(-60)).toMatch(/more bytes were not passed on\]\n$/);
    expect(outputOf(reply).length).toBeLessThan(1_048_576 + 100);
  });

  it('restart, reload and ensure-running', async () => {
    const rig = fresh(shell);
    const conf = join(rig.root, 'conf');
    const serves = join(rig.folder, 'umg.pid.serves');
    writeFileSync(conf, 'old');
    installService(rig, 'umg', conf);
    expect(outputOf(await attempt(rig, 'reload', { service: 'umg' }))).toContain('does not run');
    const other = (): Rig => Object.assign(fresh(shell), { services: rig.services });
    expect(resultOf(await attempt(other(), 'ensure-running', { service: 'umg' }))).toBe('done');
    expect(readFileSync(serves, 'utf8')).toBe('old');
    writeFileSync(conf, 'new');
    expect(resultOf(await attempt(other(), 'reload', { service: 'umg' }))).toBe('done');
    expect(readFileSync(serves, 'utf8')).toBe('new');
    writeFileSync(conf, 'newer');
    const restarting = other();
    expect(resultOf(await attempt(restarting, 'restart', { service: 'umg' }))).toBe('done');
    expect(readFileSync(serves, 'utf8')).toBe('newer');
    expect(restarting.read('services').replace(/\d+/g, 'N')).toBe('down umg N\nup umg N\n');
    execFileSync(join(rig.services, 'umg'), ['stop'], { stdio: 'ignore' });
    expect(existsSync(join(rig.folder, 'umg.pid'))).toBe(false);
  });

  it('finds a service by systemd where that runs, else in /etc/init.d', async () => {
    const rig = fresh(shell);
    const tools = join(rig.folder, 'tools');
    mkdirSync(tools);
    const systemctl = `#!/bin/sh
echo "$*" >> ${rig.folder}/told
case $1 in is-active) [ -e ${rig.folder}/up ] ;; start) : > ${rig.folder}/up ;; esac
`;
    writeFileSync(join(tools, 'systemctl'), systemctl, { mode: 0o755 });
    const texts = (running: boolean): Readonly<Record<string, string>> => ({
      platform: platform
        .replaceAll('/run/systemd/system', running ? tools : '/none')
        .replaceAll('/etc/init.d', rig.services),
    });
    const session = await fresh(shell, { PATH: `${tools}:${process.env['PATH'] ?? ''}` }).session();
    const start = step('start', { service: 'umg@1' }, { no: 1, way: 'self' });
    const body = (running: boolean): string =>
      `${setUp(rig, ['start', 'running'], texts(running))}\nkit_setting services ''`;
    const reply = await session.ask(order('prepare', 'more', { body: `${body(true)}\n${start}` }));
    expect(resultOf(reply)).toBe('done');
    expect(readFileSync(join(rig.folder, 'told'), 'utf8').split('\n')).toEqual([
      'is-active --quiet umg@1',
      'start umg@1',
      'is-active --quiet umg@1',
      '',
    ]);
    installService(rig, 'umg', join(rig.root, 'conf'));
    const other = await fresh(shell).session();
    const running = step('running', { service: 'umg' }, { no: 1 });
    const told = await other.ask(order('prepare', 'more', { body: `${body(false)}\n${running}` }));
    expect(outputOf(told)).toContain('umg does not run');
  });

  it('start says when a service does not come up', async () => {
    const rig = fresh(shell);
    const conf = join(rig.root, 'conf');
    writeFileSync(conf, 'broken');
    installService(rig, 'umg', conf);
    const reply = await attempt(rig, 'start', { service: 'umg' }, { way: 'self' });
    expect(outputOf(reply)).toContain('umg did not start: its init script returned 1');
  });
});
