/** One device that pulls, as a test drives it: its crontab's lines, its cron, what it left on its server. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cronCommand, type CronKind } from './cron.ts';
import type { Ended } from './cutover.ts';
import type { RealDevice } from './real-device.ts';
import type { VersionServer } from './version-server.ts';

export interface Served {
  readonly server: VersionServer;
  readonly cron: CronKind;
  /** The one that names its server. */
  readonly inventory: string;
}

export interface Puller extends Served {
  readonly name: string;
  readonly device: RealDevice;
  readonly ssh: (command: string) => Promise<Ended>;
  /** The line of its crontab that this is part of, carried out as cron does. */
  readonly run: (part?: string) => Promise<Ended>;
  readonly crontab: () => Promise<string>;
  readonly setCron: (on: boolean) => Promise<void>;
  /** What lies on its server of it. */
  readonly told: (kind?: 'result' | 'log', name?: string) => string;
  /** Below the agent's folder; empty where it isn't there. */
  readonly file: (name: string) => string;
}

export function pullerOver(folder: string, device: RealDevice, served: Served): Puller {
  const own = device.layout.folder;
  const path = `${own}/bin:/usr/bin:/bin`;
  const ssh = (command: string): Promise<Ended> => sshTo(folder, device, command);
  const crontab = async (): Promise<string> => {
    const list =
      served.cron === 'debian' ? 'crontab -l' : `cat '${own}'/var/spool/cron/crontabs/root`;
    return (await ssh(list)).stdout;
  };
  return {
    ...served,
    name: device.name,
    device,
    ssh,
    crontab,
    run: async (part = `${device.layout.home}/agent/agent.sh run --settings`) => {
      const line = (await crontab()).split('\n').find((each) => each.includes(part)) ?? '';
      const [, command] = /^(?:\* \* \* \* \*|@reboot) (.+)$/.exec(line) ?? [];
      if (command === undefined) throw new Error(`no line of the crontab has ${part}`);
      return ssh(`exec env -i HOME=/root PATH='${path}' sh -c '${command}'`);
    },
    setCron: async (on) => {
      await ssh(on ? cronCommand(own, served.cron) : 'kill $(pidof cron crond)');
    },
    told: (kind = 'result', name = device.name) =>
      textOf(join(served.server.root, 'results', `${name}.${kind}`)),
    file: (name) => textOf(join(device.layout.home, 'agent', name)),
  };
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function sshTo(folder: string, { sshPort }: RealDevice, command: string): Promise<Ended> {
  const known = ['-o', `UserKnownHostsFile=${join(folder, 'known_hosts')}`];
  const options = ['-F', 'none', '-i', join(folder, 'key'), '-o', 'BatchMode=yes', ...known];
  const words = [...options, '-p', String(sshPort), 'root@127.0.0.1', command];
  return new Promise((settle) => {
    const child = execFile('ssh', words, { timeout: 120_000 }, (_, stdout, stderr) => {
      settle({ code: child.exitCode, stdout, stderr });
    });
  });
}
