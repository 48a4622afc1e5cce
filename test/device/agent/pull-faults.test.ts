/** The agent where something is wrong: servers, versions, power, other runs of itself. Each run is one of cron's. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { processesOf } from '../kit/rig.ts';
import { mainShells } from '../kit/shells.ts';
import { offer, type PullDevice } from './pull-rig.ts';
import { access, deviceOf, quiet, resultOn, serverOf } from './pull-site.ts';
import { day } from './signer.ts';

const waiting = (device: PullDevice): readonly string[] =>
  readdirSync(join(device.home, 'agent/outbox')).filter((name) => /^\d+$/.test(name));

/** One that has just ended by itself is dead too. */
function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    expect(error).toMatchObject({ code: 'ESRCH' });
  }
}

describe.each(mainShells)('in $name', (shell) => {
  it('B09: what does not work goes back, is told, and is not tried again before there is something newer', async () => {
    const server = await serverOf();
    await offer(server, [{ version: '2.0', ill: true }]);
    const device = deviceOf(server, shell);
    expect((await device.run()).status).toBe(3);
    expect(device.version).toBe('1.0');
    expect(resultOn(server)).toMatch(/\noutcome reverted\nfrom 1.0\nto 2.0\ninstalled 1.0\n/);
    expect(resultOn(server)).toMatch(/\nreason step-failed\nstep \d+\nline 29\nwhy /);
    expect(await device.run()).toEqual(quiet);
    expect(await device.run()).toEqual(quiet);
    expect(resultOn(server)).toContain('\noutcome reverted\n');
    expect(device.read('log').split('upgrade from').length).toBe(2);
    await offer(server, [{ version: '2.0' }], { counter: 8, revision: 5 });
    expect(await device.run()).toEqual(quiet);
    expect(device.version).toBe('2.0');
  });

  it('F28: with all servers down it says so once, then is quiet, and keeps what waits', async () => {
    const server = await serverOf();
    await offer(server, [{ version: '2.0' }]);
    const device = deviceOf(server, shell);
    await server.stop();
    const first = await device.run();
    expect(first.status).toBe(2);
    expect(first.err).toBe('no version server can be reached\n');
    expect(await device.run()).toEqual(quiet);
    expect(await device.run()).toEqual(quiet);
    device.putForward('2 hours');
    expect(await device.run()).toEqual(quiet);
    expect(waiting(device)).toEqual(['1']);
    expect(device.version).toBe('1.0');
    const again = await serverOf();
    await offer(again, [{ version: '2.0' }]);
    device.set([access(device, again)]);
    expect(await device.run()).toEqual(quiet);
    expect(device.version).toBe('2.0');
    expect(waiting(device)).toEqual([]);
    expect(resultOn(again)).toContain('\noutcome committed\n');
  });

  it('F28: a server that dies between its timestamp and what this names is no server, and nothing is refused', async () => {
    const server = await serverOf();
    await offer(server, [{ version: '2.0' }]);
    const device = deviceOf(server, shell);
    const dying = await serverOf({
      onCommand: (command) => {
        if (/^RETR .*snapshot/.test(command)) void dying.stop();
      },
    });
    await offer(dying, [{ version: '2.0' }]);
    device.set([access(device, dying)]);
    const said = await device.run();
    expect([said.status, said.err]).toEqual([2, 'no version server can be reached\n']);
    expect(device.read('outbox/1')).toContain('\noutcome no-server\n');
    device.set([access(device, server)]);
    expect(await device.run()).toEqual(quiet);
    expect(device.version).toBe('2.0');
  });

  it('F29: of two runs one goes on; the lock of another start of the device, or of the dead, is broken', async () => {
    const server = await serverOf();
    await offer(server, [{ version: '2.0' }]);
    const device = deviceOf(server, shell);
    device.set([access(device, server)], '');
    writeFileSync(
      device.settings,
      readFileSync(device.settings, 'utf8').replace('jitter 0', 'jitter 9'),
    );
    const [one, two] = [device.run(), device.run()];
    const said = await Promise.all([one, two]);
    expect(said.map(({ status }) => status)).toEqual([0, 0]);
    expect(said.map(({ out }) => out).sort()[0]).toBe('');
    expect(said.map(({ out }) => out).sort()[1]).toMatch(
      /^running since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$/,
    );
    expect(device.version).toBe('2.0');
    device.set([access(device, server)]);
    const stale = join(device.home, 'agent/lock.77');
    writeFileSync(stale, '1:1:1:00000000-0000-0000-0000-000000000000\n');
    expect(await device.run()).toEqual(quiet);
    expect(readFileSync(join(device.home, 'agent/lock.78'), 'utf8')).toMatch(/\nfree\n$/);
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    writeFileSync(join(device.home, 'agent/lock.79'), `999999:999999:1:${boot}\n`);
    expect(await device.run()).toEqual(quiet);
  });

  it('B11: what is for later is fetched, told, and switched to in the very second', async () => {
    const server = await serverOf();
    const later = (seconds: number): string =>
      `channel stable 100\nactivate ${day(seconds / 86_400)}\n`;
    await offer(server, [{ version: '2.0', lines: later(3000) }]);
    const device = deviceOf(server, shell);
    expect(await device.run()).toEqual(quiet);
    expect(device.version).toBe('1.0');
    expect(resultOn(server)).toMatch(/\noutcome fetched\nto 2.0\ninstalled 1.0\n/);
    expect(readdirSync(join(device.home, 'cache')).length).toBe(2);
    server.asked.length = 0;
    expect(await device.run()).toEqual(quiet);
    expect(server.asked.filter((line) => line.startsWith('RETR'))).toEqual(['RETR timestamp']);
    const moment = Date.now() + 8000;
    await offer(server, [{ version: '2.0', lines: later(8) }], { counter: 8, revision: 5 });
    expect(await device.run()).toEqual(quiet);
    expect(device.version).toBe('2.0');
    const begun = /^(\S+) upgrade from/m.exec(device.read('log'))?.[1] ?? '';
    expect(Date.parse(begun)).toBeGreaterThanOrEqual(Math.floor(moment / 1000) * 1000);
  });
});

it.each(['run', 'run --boot'])(
  'what was killed in its switch is settled by `%s`',
  async (command) => {
    const server = await serverOf();
    await offer(server, [{ version: '2.0' }]);
    const device = deviceOf(server);
    const going = device.run();
    for (;;) {
      if (/switch|link live to/.test(device.read('log'))) break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    // Until none is left: one that had just been started may not be seen the first time.
    while (processesOf(device.folder).length > 0)
      for (const pid of processesOf(device.folder)) killed(pid);
    await going;
    server.asked.length = 0;
    await device.begin(command);
    // While the device starts there may be no network.
    expect(server.asked.length > 0).toBe(command === 'run');
    expect(device.read('outbox/1') !== '').toBe(command !== 'run');
    await device.run();
    expect(resultOn(server)).toMatch(/\noutcome (reverted|not-staged|committed)\n/);
    const outcome = /outcome (\S+)/.exec(resultOn(server))?.[1];
    expect(device.version).toBe(outcome === 'committed' ? '2.0' : '1.0');
    expect((await device.run()).status).toBe(0);
    expect(device.version).toBe('2.0');
  },
);

it('a guard that was killed, or came too late, says nothing of the version: it is tried again', async () => {
  const server = await serverOf();
  await offer(server, [{ version: '2.0' }]);
  const device = deviceOf(server);
  const going = device.run();
  while (processesOf(`deadman\0${device.home}`).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
  for (const pid of processesOf(`deadman\0${device.home}`)) killed(pid);
  expect((await going).status).toBe(2);
  expect(resultOn(server)).toMatch(/\noutcome not-staged\n[^]*\nreason device-drill\n/);
  expect(await device.run()).toEqual(quiet);
  expect(device.version).toBe('2.0');
});

it('F24: what is refused is told once, with its code, and the old version stays', async () => {
  const server = await serverOf();
  await offer(server, [{ version: '2.0' }], { expires: day(-1) });
  const device = deviceOf(server);
  const first = await device.run();
  expect(first.status).toBe(2);
  expect(first.err).toMatch(/^refused: expired: ftp:/);
  expect(await device.run()).toEqual({ status: 2, out: '', err: '' });
  expect(resultOn(server)).toMatch(/\noutcome refused\nagent .*\nreason expired\nwhy /);
  expect(device.version).toBe('1.0');
});

it('F20 F21: a package that was replaced is refused, and the next server has it', async () => {
  const [bad, good] = [await serverOf(), await serverOf()];
  await offer(bad, [{ version: '2.0' }]);
  const all = readdirSync(join(bad.folder, 'core/2.0'));
  for (const name of all)
    good.write(`core/2.0/${name}`, readFileSync(join(bad.folder, 'core/2.0', name)));
  for (const name of ['timestamp', '7.snapshot', 'core/4.versions'])
    good.write(name, readFileSync(join(bad.folder, name)));
  const bundle = readFileSync(join(bad.folder, 'core/2.0/terminal.tar.gz'));
  bundle[20] = 1 ^ (bundle[20] ?? 0);
  bad.write('core/2.0/terminal.tar.gz', bundle);
  const device = deviceOf(bad);
  device.set([`${access(device, bad)} weight 100`, `${good.url} weight 1`]);
  expect(await device.run()).toEqual(quiet);
  expect(device.version).toBe('2.0');
});

it('F28: a server that stays away is in the log when it goes and when it is back, not each minute', async () => {
  const [good, away] = [await serverOf(), await serverOf()];
  await offer(good, [{ version: '2.0' }]);
  for (const name of ['timestamp', '7.snapshot', 'core/4.versions'])
    away.write(name, readFileSync(join(good.folder, name)));
  const { url } = away;
  await away.stop();
  const device = deviceOf(good);
  device.set([`${url} weight 100`, `${access(device, good)} weight 1`]);
  const told = (): number => device.read('log').split(`${url}: `).length - 1;
  for (let run = 0; run < 3; run += 1) expect(await device.run()).toEqual(quiet);
  expect(told()).toBe(1);
  await away.start({ port: Number(new URL(url).port) });
  device.set([url]);
  for (let run = 0; run < 2; run += 1) expect(await device.run()).toEqual(quiet);
  expect(told()).toBe(2);
  expect(device.read('log')).toContain(`Z ${url}: is right again\n`);
});

it('F27: why a server could not be asked is the one line in which curl says it, whole', async () => {
  const server = await serverOf();
  const device = deviceOf(server);
  const shim = join(device.folder, 'bin/curl');
  const cause = 'curl: (60) SSL certificate problem: self-signed certificate';
  const advice = `More details here: https://curl.se/docs/sslcerts.html\n\n${'advice '.repeat(50)}`;
  writeFileSync(
    shim,
    `#!/bin/sh\ncat >&2 <<'END'\n${cause}\n${advice}\n${cause}\n${advice}\nEND\nexit 60\n`,
  );
  chmodSync(shim, 0o755);
  await device.run();
  expect(device.read('log')).toMatch(/Z ftp:\S+: no-answer: it gave no timestamp: curl: .*\n/);
  expect(device.read('log')).toContain(`timestamp: ${cause}\n`);
});

it('S13: the password is in no argument, no environment, no log and no result', async () => {
  const server = await serverOf();
  await offer(server, [{ version: '2.0' }]);
  const device = deviceOf(server);
  const seen = join(device.folder, 'seen');
  const shim = join(device.folder, 'bin/curl');
  writeFileSync(
    shim,
    `#!/bin/sh\ntr '\\0' ' ' </proc/$$/cmdline >>${seen}\ntr '\\0' ' ' </proc/$$/environ >>${seen}\nexec /usr/bin/curl "$@"\n`,
  );
  chmodSync(shim, 0o755);
  expect(await device.run()).toEqual(quiet);
  expect(readFileSync(seen, 'utf8')).toContain('--config -');
  expect(readFileSync(seen, 'utf8')).not.toContain('secret-word');
  expect(device.read('log')).not.toContain('secret-word');
  expect(resultOn(server)).not.toContain('secret-word');
});

it('A11: the agent is upgraded by the same way, while it runs', async () => {
  const server = await serverOf();
  const device = deviceOf(server);
  const old = readFileSync(device.agent, 'utf8');
  const newer = old.replace('# The Cutover agent:', '# The newer Cutover agent:');
  await offer(server, [{ version: '2.0', agent: newer }]);
  mkdirSync(join(device.root, 'releases/1.0'), { recursive: true });
  writeFileSync(join(device.root, 'releases/1.0/agent.sh'), old);
  const linked = join(device.root, 'current/agent.sh');
  expect(await device.begin('run', {}, linked)).toEqual(quiet);
  expect(readFileSync(linked, 'utf8')).toBe(newer);
  const before = /agent (\w+)/.exec(resultOn(server))?.[1];
  await offer(server, [{ version: '3.0', agent: newer }], { counter: 8, revision: 5 });
  expect(await device.begin('run', {}, linked)).toEqual(quiet);
  expect(device.version).toBe('3.0');
  expect(/agent (\w+)/.exec(resultOn(server))?.[1]).not.toBe(before);
});

it('B04: status and check-settings say what is', async () => {
  const server = await serverOf();
  await offer(server, [{ version: '2.0' }]);
  const device = deviceOf(server);
  await device.run();
  const said = await device.begin('status');
  expect(said.out).toMatch(
    /^device atm-0042, script terminal, release core, channel stable\nroot 1, until .*\nrevision 4 of core, until .*\nlast result: committed, installed 2.0\n$/,
  );
  expect((await device.begin('check-settings')).out).toContain('nothing is wrong');
  device.set([server.url], 'colour red\n');
  expect((await device.begin('check-settings')).status).toBe(1);
});
