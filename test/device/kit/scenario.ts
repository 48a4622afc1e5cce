/** A small upgrade, 2.0 to 3.0, with a service, a kept folder, a package, a link: the story of most tests here. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { installService } from './init-script.ts';
import { order, setUp, step, type OrderOptions, type Rig } from './rig.ts';
import { quoted } from './session.ts';
import { snapshot, type Snapshot } from './snapshot.ts';

export const words = [
  'read-version',
  'disk-free',
  'keep',
  'unpack',
  'link',
  'stop',
  'start',
  'run',
];

/** The device before: 2.0 is installed, and its service runs. */
export function install(rig: Rig): Rig {
  mkdirSync(join(rig.root, 'releases/2.0'), { recursive: true });
  writeFileSync(join(rig.root, 'releases/2.0/VERSION'), '2.0\n');
  symlinkSync(join(rig.root, 'releases/2.0'), join(rig.root, 'current'));
  mkdirSync(join(rig.root, 'etc'));
  writeFileSync(join(rig.root, 'etc/umg.conf'), 'port 80\n');
  mkdirSync(join(rig.root, 'data'));
  writeFileSync(join(rig.root, 'data/db'), 'version 2\n');
  installService(rig, 'umg', join(rig.root, 'current/VERSION'));
  service(rig, 'start');
  const source = join(rig.folder, 'source');
  mkdirSync(source);
  writeFileSync(join(source, 'VERSION'), '3.0\n');
  execFileSync('tar', ['-czf', join(rig.folder, 'package'), '-C', source, '.']);
  return rig;
}

export function service(rig: Rig, action: string): number {
  try {
    execFileSync(join(rig.services, 'umg'), [action], { stdio: 'ignore' });
    return 0;
  } catch (error) {
    return (error as { readonly status: number }).status;
  }
}

export function prepare(
  rig: Rig,
  options: OrderOptions & { readonly staged?: string } = {},
): string {
  const { staged = 'staged 3.0 0 600', ...rest } = options;
  const { root } = rig;
  return order('prepare', staged, {
    ...rest,
    body: [
      setUp(rig, words),
      step('read-version', { path: `${root}/current/VERSION` }, { no: 1, gives: true }),
      step('disk-free', { path: root, at_least: '1000' }, { no: 2 }),
      step('keep', { path: `${root}/etc` }, { no: 3, way: 'self' }),
      step(
        'unpack',
        { file: `${rig.folder}/package`, into: `${root}/releases/3.0` },
        { no: 4, way: 'self' },
      ),
      `kit_managed path ${quoted(`${root}/current`)}`,
      `kit_managed path ${quoted(`${root}/etc`)}`,
      `kit_managed volatile ${quoted(`${root}/data`)}`,
      'kit_managed service umg',
      `kit_made ${quoted(`${root}/releases/3.0`)}`,
      ...(options.body === undefined ? [] : [options.body]),
    ].join('\n'),
  });
}

/** `during` are more lines, between the link and the start. */
export function cutOver(
  rig: Rig,
  options: OrderOptions & { readonly during?: string } = {},
): string {
  const { during, ...rest } = options;
  const { root } = rig;
  const migrate = 'printf "version 3\\n" > "$1/db"; printf new > "$1/added"';
  return order('switch', 'armed', {
    lease: 120,
    ...rest,
    body: [
      step('stop', { service: 'umg' }, { no: 10, way: 'self' }),
      step('keep', { path: `${root}/data` }, { no: 11, way: 'self' }),
      step(
        'run',
        { program: 'sh', writes: `${root}/data`, 'secret:input': '' },
        {
          no: 12,
          way: `restore 11 ${quoted(`${root}/data`)}`,
          rest: ['-c', migrate, 'sh', `${root}/data`],
        },
      ),
      step('link', { at: `${root}/current`, to: `${root}/releases/3.0` }, { no: 13, way: 'self' }),
      ...(during === undefined ? [] : [during]),
      step('start', { service: 'umg' }, { no: 14, way: 'self' }),
    ].join('\n'),
  });
}

/** What must be exactly as before after a revert: every path of the root, and what the service serves. */
export interface Standing {
  readonly paths: Snapshot;
  readonly serves: string;
}

export function standingOf(rig: Rig): Standing {
  const serves =
    service(rig, 'status') === 0
      ? readFileSync(join(rig.folder, 'umg.pid.serves'), 'utf8')
      : 'nothing';
  return { paths: snapshot(rig.root), serves };
}

export const linkedVersion = (rig: Rig): string =>
  basename(readlinkSync(join(rig.root, 'current')));
