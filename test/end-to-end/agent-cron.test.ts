/**
 * A release from the console to devices whose cron starts their agents: Debian's cron and busybox's crond, vsftpd with TLS and
 * without. The tests follow one another: each goes on with the devices as the one before left them.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Flaw } from '../../src/demo/device/release-files.ts';
import { writeReleaseFolder } from '../../src/demo/release-folder.ts';
import { whyNoCron } from './harness/cron.ts';
import type { Ended } from './harness/cutover.ts';
import { whyNoMachines } from './harness/machine.ts';
import type { Puller } from './harness/puller.ts';
import { openPulling, type Pulling } from './harness/pulling.ts';
import type { RealDevice } from './harness/real-device.ts';
import { snapshotOf } from './harness/snapshot.ts';

const why = whyNoMachines();
const whyNot = { debian: whyNoCron('debian'), busybox: whyNoCron('busybox') };
/** A skipped test says why. */
const named = (name: string, reason: string | undefined): string =>
  reason === undefined ? name : `${name} (skipped: ${reason})`;

const PLAN = `cutover 1

plan "One to 3.0" {
  release "core" version: "3.0"
  separate "one" { "umg-03" runs umg }
}
`;

let pulling: Pulling;
let pullers: Pulling['pullers'];

beforeAll(async () => {
  if (why !== undefined) return;
  pulling = await openPulling([whyNot.debian === undefined, whyNot.busybox === undefined]);
  pullers = pulling.pullers;
  await good(pulling.release('init', '--out', 'releases.root'));
  await publish('3.0');
  for (const { name, inventory } of pullers) await install(name, inventory);
});
afterAll(async () => {
  if (why === undefined) await pulling.close();
});

async function good(ended: Promise<Ended>): Promise<Ended> {
  const done = await ended;
  expect(done.code, done.stdout + done.stderr).toBe(0);
  return done;
}

/** Release core in this version, for every device of the channel. */
async function publish(version: string, flaw?: Flaw, more: readonly string[] = []): Promise<void> {
  const folder = join(pulling.folder, version);
  const release = { kind: 'umg', version } as const;
  writeReleaseFolder(folder, 'core', version, [
    flaw === undefined ? release : { ...release, flaw },
  ]);
  await good(pulling.call('release', 'add', version, '--scripts', 'scripts/umg.cutover'));
  await good(
    pulling.release('publish', version, '--channel', 'stable', '--percent', '100', ...more),
  );
}

function install(name: string, inventory: string): Promise<Ended> {
  return good(pulling.call('agent', 'install', name, '-i', inventory, '--scripts', 'scripts'));
}

async function until(what: () => boolean, seconds = 150): Promise<void> {
  for (let tries = 0; !what() && tries < seconds * 5; tries++) await sleep(200);
}

const each = async (work: (puller: Puller) => Promise<void>): Promise<void> => {
  await Promise.all(pullers.map(work));
};

describe.skipIf(why !== undefined)(
  'B02 B04 B05 B08 B10 B11: cron brings a device to its release',
  () => {
    for (const [at, name, kind] of [
      [0, 'Debian’s cron, FTP with TLS', 'debian'],
      [1, 'busybox’s crond, plain FTP', 'busybox'],
    ] as const) {
      const reason = whyNot[kind];
      test.skipIf(reason !== undefined)(named(name, reason), async () => {
        const puller = pullers[at];
        await until(() => puller.told().includes('outcome'));
        expect(puller.told(), puller.file('log')).toMatch(
          /\noutcome committed\nfrom 2.0\nto 3.0\ninstalled 3.0\nagent [0-9a-f]{64}\noutage umg \d+ 1\nend\n$/,
        );
        await until(() => puller.told('log').includes('upgrade from 2.0 to 3.0'), 20);
        expect(puller.told('log')).toMatch(/upgrade from 2.0 to 3.0\n[^]* committed\n/);
        expect(await puller.device.health()).toBe('200 ok 3.0');
      });
    }
  },
);

describe.skipIf(why !== undefined)(named('devices that pull', why), () => {
  beforeAll(async () => {
    if (why !== undefined) return;
    await each(async (puller) => {
      await puller.setCron(false);
      if (whyNot[puller.cron] !== undefined) await puller.run();
    });
  });

  test('B05: what a device ran is what `release add` compiled and anybody can read', () => {
    const program = readFileSync(join(pulling.folder, '3.0/publish/umg.posix.sh'), 'utf8');
    for (const puller of pullers) expect(puller.file('program.sh')).toBe(program);
  });

  test('B05: a device that a controller upgraded, and one that upgraded itself, end with equal trees', async () => {
    writeFileSync(join(pulling.folder, 'scripts/one-3.0.cutover'), PLAN);
    const words = ['scripts/one-3.0.cutover', '-i', 'plain.yaml', '--state', 'state'];
    await good(pulling.call('run', ...words));
    const pushed = await treeOf(pulling.pushed);
    expect(pushed).toContain('"health":"200 ok 3.0"');
    for (const { device } of pullers) expect(await treeOf(device)).toEqual(pushed);
  });

  test('B04: at the newest version there is nothing to do', async () => {
    await each(async (puller) => {
      const before = [await snapshotOf(puller.device), puller.told()];
      for (let time = 0; time < 2; time++)
        expect(await puller.run()).toEqual({ code: 0, stdout: '', stderr: '' });
      expect([await snapshotOf(puller.device), puller.told()]).toEqual(before);
    });
  });

  test('B07 B09: a release whose service does not come up: back, byte for byte, and that is reported', async () => {
    const before = await Promise.all(pullers.map(({ device }) => snapshotOf(device)));
    await publish('4.0', 'dies');
    await each(async (puller) => {
      expect((await puller.run()).code).toBe(3);
      expect(puller.told()).toMatch(/\noutcome reverted\nfrom 3.0\nto 4.0\ninstalled 3.0\n/);
      expect(puller.told()).toMatch(/\nreason step-failed\nstep \d+\nline \d+\nwhy \S+\n/);
    });
    expect(await Promise.all(pullers.map(({ device }) => snapshotOf(device)))).toEqual(before);
    // And it is not tried again by itself.
    await each(async (puller) => {
      expect(await puller.run()).toEqual({ code: 0, stdout: '', stderr: '' });
    });
  });

  test('B01 B04: a version that was withdrawn is taken by nobody', async () => {
    await publish('4.1');
    await good(pulling.release('withdraw', 'core', '4.1'));
    await good(pulling.release('withdraw', 'core', '4.0'));
    await each(async (puller) => {
      expect((await puller.run()).code).toBe(0);
      expect(puller.told()).toMatch(/\noutcome current\ninstalled 3.0\n/);
      expect(await puller.device.health()).toBe('200 ok 3.0');
    });
  });

  test('A11: the agent is upgraded by the same way', async () => {
    const newer = await publishAgent('9.0');
    await each(async (puller) => {
      await install(`${puller.name}-agent`, puller.inventory);
      const before = puller.file('agent.sh');
      expect(before).not.toBe(newer);
      await good(puller.run('/cutover-agent/agent/agent.sh run --settings'));
      expect(puller.told('result', `${puller.name}-agent`)).toContain('\noutcome committed\n');
      expect(puller.file('agent.sh')).toBe(newer);
      expect((await good(puller.run())).stderr).toBe('');
      const again = await install(puller.name, puller.inventory);
      expect(again.stdout).toContain('agent 9.0 is there, which is newer than');
    });
  });

  test('B11 F28 F29: at the very second, once, and with no server left; what was done is told later', async () => {
    const moment = new Date(Math.ceil((Date.now() + 65_000) / 60_000) * 60_000 + 20_000);
    const activate = `${moment.toISOString().slice(0, 19)}Z`;
    await publish('5.0', undefined, ['--activate', activate]);
    await each(async (puller) => {
      expect((await puller.run()).code).toBe(0);
      expect(puller.told()).toMatch(/\noutcome fetched\nto 5.0\ninstalled 3.0\n/);
      await puller.setCron(true);
      await puller.server.stop();
    });
    await each((puller) => comesAt(puller, activate));
    await each(async (puller) => {
      await puller.setCron(false);
      await puller.run();
      const before = await snapshotOf(puller.device);
      expect(await puller.run()).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(await snapshotOf(puller.device)).toEqual(before);
      expect(puller.told()).toContain('\noutcome fetched\n');
      await puller.server.start();
      await good(puller.run());
      expect(puller.told()).toMatch(/\noutcome current\ninstalled 5.0\n/);
      expect(puller.told('log')).toMatch(/upgrade from 3.0 to 5.0\n[^]* committed\n/);
    });
  });

  /** Started by its cron it waits for its second; meanwhile nobody else is at work. */
  async function comesAt(puller: Puller, activate: string): Promise<void> {
    await sleep(Math.max(0, Date.parse(activate) - 20_000 - Date.now()));
    if (whyNot[puller.cron] !== undefined) void puller.run();
    await until(() => !puller.file(newestLock(puller)).includes('free'), 30);
    const second = await puller.run();
    expect([second.code, second.stderr]).toEqual([0, '']);
    expect(second.stdout).toMatch(/^running since \d{4}-/);
    await until(() => /to 5\.0\n[^]* committed\n/.test(puller.file('log')));
    expect(await puller.device.health()).toBe('200 ok 5.0');
    const [, begun = ''] = /^(\S+) upgrade from 3.0 to 5.0$/m.exec(puller.file('log')) ?? [];
    expect(Date.parse(begun)).toBeGreaterThanOrEqual(Date.parse(activate));
    expect(puller.file('log').match(/upgrade from 3.0 to 5.0/g)).toHaveLength(1);
  }

  test('F29: a power cut in the middle of an upgrade leaves a lock that the next start breaks', async () => {
    await publish('6.0');
    await each(async (puller) => {
      void puller.run();
      await until(() => / to 6\.0\n[^]*\nswitch: armed\n/.test(puller.file('log')), 60);
      await puller.device.cut();
      const locked = puller.file(newestLock(puller));
      expect(locked).toMatch(/^\d+:\d+:\d+:\S+\n$/);
      await puller.device.boot();
      await until(() => puller.file('log').includes('was broken off: it is settled first'), 60);
      await puller.setCron(false);
      await until(() => puller.file(newestLock(puller)).includes('free'), 60);
      // Cut before its vote, it goes back and is tried again; cut behind it, it stays and is told.
      for (let tries = 0; !puller.told().includes('\ninstalled 6.0\n') && tries < 6; tries++)
        await puller.run();
      expect(await puller.device.health(), puller.file('log').slice(-4000)).toBe('200 ok 6.0');
      expect(puller.told()).toContain('\ninstalled 6.0\n');
    });
  });

  test('F11 F12: no agent is put on a device whose host key is not known', async () => {
    const text = readFileSync(join(pulling.folder, 'plain.yaml'), 'utf8');
    const other = text.replace('known-hosts: known_hosts', 'known-hosts: nobody');
    writeFileSync(join(pulling.folder, 'unknown.yaml'), other);
    const words = ['umg-03', '-i', 'unknown.yaml', '--scripts', 'scripts'];
    const refused = await pulling.call('agent', 'install', ...words);
    expect([refused.code, refused.stdout]).toEqual([6, '']);
    expect(refused.stderr).toMatch(
      /is not known: it shows SHA256:[^]*hint: .*cutover enroll umg-03/,
    );
  });

  test('B13: --remove takes the agents away again, over SSH', async () => {
    for (const { name, inventory, crontab } of pullers) {
      await good(pulling.call('agent', 'install', `${name}*`, '-i', inventory, '--remove'));
      expect(await crontab()).toBe('');
    }
    for (const { file } of pullers) expect(file('agent.sh')).toBe('');
  });
});

/** A link's target names the device's own folder. */
async function treeOf(device: RealDevice): Promise<string> {
  return JSON.stringify(await snapshotOf(device)).replaceAll(device.layout.folder, '');
}

/** The agent's text with another head, as release `agent`; the text. */
async function publishAgent(version: string): Promise<string> {
  const { stdout } = await good(pulling.call('agent', 'show'));
  const newer = stdout.replace('# The Cutover agent:', `# The Cutover agent ${version}:`);
  const folder = join(pulling.folder, 'agent-release');
  mkdirSync(folder);
  writeFileSync(join(folder, 'VERSION'), `${version}\n`);
  writeFileSync(join(folder, 'agent.sh'), newer);
  execFileSync('tar', ['-czf', 'agent.tar.gz', 'VERSION', 'agent.sh'], { cwd: folder });
  const item = '{ script: agent, artifact: agent-package, file: agent.tar.gz }';
  const head = `cutover: 1\nrelease: agent\nversion: "${version}"\n`;
  writeFileSync(join(folder, 'release.yaml'), `${head}packages:\n  - ${item}\n`);
  await good(pulling.call('release', 'add', folder, '--scripts', 'scripts/agent.cutover'));
  await good(pulling.release('publish', folder, '--channel', 'stable', '--percent', '100'));
  return newer;
}

function newestLock({ device }: Puller): string {
  const names = readdirSync(join(device.layout.home, 'agent')).filter((name) =>
    name.startsWith('lock.'),
  );
  const numbers = names.map((name) => Number(name.slice(5)));
  return `lock.${String(Math.max(0, ...numbers))}`;
}
