/**
 * What a release of a simulated device consists of, laid out as files.
 *
 *   VERSION           the version
 *   bin/service.js    the service
 *   bin/start         PORT DATA PIDFILE: becomes the service
 *   bin/self-test     succeeds where the service could run
 *   bin/migrate       FOLDER: brings the data to this release's schema (UMG only)
 *   etc/KIND.conf
 */
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { ownProgram } from '../own-program.ts';
import type { DeviceKind } from './layout.ts';

export interface DemoRelease {
  readonly kind: DeviceKind;
  readonly version: string;
  readonly flaw?: Flaw;
}

/**
 * What is wrong with a release: the service ends at its start, answers 503, the self-test fails,
 * or the data's migration breaks off in the middle.
 */
export type Flaw = 'dies' | 'ill' | 'fails-self-test' | 'breaks-migration';

export function writeRelease(folder: string, release: DemoRelease): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'etc'), { recursive: true });
  writeFileSync(join(folder, 'VERSION'), `${release.version}\n`);
  writeFileSync(join(folder, 'etc', `${release.kind}.conf`), `mode=${release.version}\n`);
  const program = `service${extname(ownProgram('device/service-main'))}`;
  copyFileSync(ownProgram('device/service-main'), join(folder, 'bin', program));
  writeFileSync(join(folder, 'bin/package.json'), '{ "type": "module" }\n');
  writeProgram(join(folder, 'bin/start'), startText(program, release.flaw));
  writeProgram(join(folder, 'bin/self-test'), selfTestText(release.flaw));
  if (release.kind === 'umg') writeProgram(join(folder, 'bin/migrate'), migrateText(release));
}

/** Text that a shell reads as exactly this value. */
export function shellWord(value: string): string {
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

function writeProgram(path: string, lines: readonly string[]): void {
  writeFileSync(path, ['#!/bin/sh', 'set -eu', ...lines, ''].join('\n'));
  chmodSync(path, 0o755);
}

function startText(program: string, flaw: Flaw | undefined): readonly string[] {
  const dies = ['echo "no licence for this hardware" >&2', 'exit 1'];
  const health = flaw === 'ill' ? ' ill' : '';
  const node = shellWord(process.execPath);
  const becomes = [`exec ${node} "\${0%/*}/${basename(program)}" "$1" "$2" "$3"${health}`];
  return flaw === 'dies' ? dies : becomes;
}

function selfTestText(flaw: Flaw | undefined): readonly string[] {
  const fails = ['echo "self-test: no memory bank answers" >&2', 'exit 1'];
  return flaw === 'fails-self-test'
    ? fails
    : ['test -s "$(dirname "$0")/../VERSION"', 'echo "self-test: well"'];
}

function migrateText({ version, flaw }: DemoRelease): readonly string[] {
  const schema = version.split('.')[0] ?? '';
  return [
    'read -r old <"$1/schema"',
    `printf 'from %s to %s\\n' "$old" ${schema} >>"$1/history"`,
    ...(flaw === 'breaks-migration' ? ['echo "migrate: row 17 is bad" >&2', 'exit 1'] : []),
    `printf '%s\\n' ${schema} >"$1/schema"`,
  ];
}
