/**
 * A device's cron: Debian's, or busybox's crond; with a spool folder of its own that outlasts a power cut, and none of the
 * crontabs of the machine on which the test runs.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { skipFor } from '../../needs.ts';

export type CronKind = 'debian' | 'busybox';

/** Why a cron of that kind can't be had here; nothing where it can. */
export function whyNoCron(kind: CronKind): string | undefined {
  const program = kind === 'debian' ? '/usr/sbin/cron' : '/usr/bin/busybox';
  return skipFor(existsSync(program) ? undefined : `${program} is not installed`);
}

/** Starts it, in the device's own shell. */
export function cronCommand(folder: string, kind: CronKind): string {
  return kind === 'debian'
    ? '/usr/sbin/cron'
    : `PATH='${folder}/bin:/usr/bin:/bin' busybox crond -b -c '${spoolOf(folder)}' -L '${folder}/cron.log'`;
}

export function spoolOf(folder: string): string {
  return join(folder, 'var/spool/cron/crontabs');
}

/** Before anything else at the device's start; without a kind the surroundings alone. */
export function cronBoot(
  folder: string,
  kind: CronKind | undefined,
  authority?: string,
): readonly string[] {
  const certificates = [
    'mount -t tmpfs none /etc/ssl/certs',
    `cp '${authority ?? ''}' /etc/ssl/certs/ca-certificates.crt`,
  ];
  return [
    `mkdir -p '${spoolOf(folder)}' '${folder}/empty'`,
    `mount --bind '${folder}/var/spool' /var/spool`,
    'mount -t tmpfs none /run',
    `: >'${folder}/empty-crontab'`,
    `[ ! -e /etc/crontab ] || mount --bind '${folder}/empty-crontab' /etc/crontab`,
    `[ ! -e /etc/cron.d ] || mount --bind '${folder}/empty' /etc/cron.d`,
    ...(authority === undefined ? [] : certificates),
    ...(kind === undefined ? [] : [cronCommand(folder, kind)]),
  ];
}
