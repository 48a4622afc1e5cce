/**
 * Devices that have looked before, and find a new release in the same minute of cron: two vsftpd, and one of these is ended
 * on the way. As cron would, each agent is started again at the next full minute until its device is on the new version.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasVsftpd, vsftpd, type TestServer } from '../release/servers.ts';
import { count, type Measured } from './measure.ts';
import { makeFleet, publisherTo, type Fleet } from './pull-fleet.ts';

const MINUTE = 60_000;
const ENDED_AFTER_MS = 12_000;
/** Beyond that an agent is ended, and counts as not upgraded. */
const MOST_MS = 4 * MINUTE;
const MOST_MINUTES = 4;

export async function pullTimes(): Promise<readonly Measured[]> {
  if (!hasVsftpd) return [skipped('it needs root and /usr/sbin/vsftpd')];
  const rows: Measured[] = [];
  for (const size of [500, 1000]) rows.push(...(await upgraded(size)));
  return rows;
}

async function upgraded(size: number): Promise<readonly Measured[]> {
  const base = mkdtempSync(join(tmpdir(), 'cutover-bench-'));
  const servers = [await vsftpd(false), await vsftpd(false)] as const;
  const publisher = publisherTo(servers, base);
  publisher.publish('1.0');
  const fleet = makeFleet(base, size, servers, publisher.root);
  try {
    await lookOnce(base, fleet);
    publisher.publish('2.0');
    return rowsOf(size, await runAll(base, fleet, servers[1]));
  } finally {
    for (const pid of fleet.pids()) process.kill(pid);
    await servers[0].stop();
    rmSync(base, { recursive: true, force: true });
  }
}

/** What cron did every minute before: all of them, some at a time. */
async function lookOnce(base: string, fleet: Fleet): Promise<void> {
  const left = [...fleet.folders];
  const worker = async (): Promise<void> => {
    for (let folder = left.pop(); folder !== undefined; folder = left.pop())
      await agentRun(base, folder, 'settings.first');
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}

interface Ran {
  /** When each had ended, in ms from the start; those that are on the new version. */
  readonly ends: readonly number[];
  readonly cpuMs: number;
}

async function runAll(base: string, fleet: Fleet, dying: TestServer): Promise<Ran> {
  const begun = performance.now();
  const before = childrenMs();
  const death = new Promise((resolve) => setTimeout(resolve, ENDED_AFTER_MS)).then(() =>
    dying.stop(),
  );
  const ends = await Promise.all(fleet.folders.map((folder) => upgradedAfter(base, folder, begun)));
  const cpuMs = childrenMs() - before;
  await death;
  return { ends: ends.filter((end) => end < Infinity).sort((a, b) => a - b), cpuMs };
}

async function upgradedAfter(base: string, folder: string, begun: number): Promise<number> {
  for (let minute = 1; minute <= MOST_MINUTES; minute++) {
    await agentRun(base, folder, 'settings');
    const after = performance.now() - begun;
    if (readFileSync(join(folder, 'root/current/VERSION'), 'utf8') === '2.0\n') return after;
    const next = Math.ceil(after / MINUTE) * MINUTE;
    await new Promise((resolve) => setTimeout(resolve, next - after));
  }
  return Infinity;
}

/** What ended children have used of the processors; the servers are not among them. */
function childrenMs(): number {
  const [, fields = ''] = readFileSync('/proc/self/stat', 'utf8').split(') ');
  const [user = 0, system = 0] = fields.split(' ').slice(13, 15).map(Number);
  return (user + system) * 10;
}

function agentRun(base: string, folder: string, settings: string): Promise<void> {
  const words = [join(base, 'agent.sh'), 'run', '--settings', join(folder, settings)];
  const child = spawn('/bin/dash', words, {
    env: { PATH: '/usr/bin:/bin' },
    stdio: 'ignore',
    timeout: MOST_MS,
  });
  return new Promise((resolve) => child.on('close', () => resolve()));
}

function rowsOf(size: number, { ends, cpuMs }: Ran): readonly Measured[] {
  const inTime = ends.filter((end) => end <= MINUTE).length;
  const last = ends.at(-1) ?? 0;
  return [
    {
      what: `pull, ${count(size)} agents, one of two servers ended`,
      value: `${count(inTime)} upgraded within the minute`,
      beside: `${count(ends.length)} in all, the last after ${(last / 1000).toFixed(1)} s; ${count(cpuMs / size)} ms of CPU each`,
      goal: size <= 500 ? 'all of them' : '',
      ...(size <= 500 ? { met: inTime === size } : {}),
    },
  ];
}

function skipped(why: string): Measured {
  return { what: 'pull', value: `not measured: ${why}`, beside: '', goal: '' };
}
