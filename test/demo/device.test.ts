/** A simulated device: what the scripts need of it, its service's life, and that nothing of it is left. */
import { execFile, execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startDevice } from '../../src/demo/device.ts';
import type { DemoDevice } from '../../src/demo/device.ts';
import { processesOf } from '../../src/demo/device/processes.ts';
import { writeRelease } from '../../src/demo/device/release-files.ts';
import type { Flaw } from '../../src/demo/device/release-files.ts';
import { fingerprintOf } from '../../src/demo/fingerprint.ts';
import { packRelease } from '../../src/demo/package.ts';
import { newKeyPair } from '../../src/demo/ssh-server.ts';

const run = promisify(execFile);
const keys = newKeyPair();

let base: string;
let device: DemoDevice;

beforeEach(async () => {
  // A folder that a careless script would trip over.
  base = mkdtempSync(join(tmpdir(), "cutover it's demo-"));
  const key = keys.public;
  device = await startDevice({
    parent: base,
    name: 'umg-01',
    kind: 'umg',
    version: '2.0',
    authorizedKey: key,
  });
});

afterEach(async () => {
  await device.stop();
  rmSync(base, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly error: string;
}

/** The init script, as the device's own shell would call it. */
async function init(action: string, shell: readonly string[] = []): Promise<Ended> {
  const environment = { env: { ...process.env, CUTOVER_DEMO_DEVICE: device.layout.folder } };
  const [program, ...words] = [...shell, join(device.layout.services, 'umg'), action];
  try {
    const { stderr } = await run(program, words, environment);
    return { code: 0, error: stderr };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, error: stderr };
  }
}

async function health(): Promise<string> {
  try {
    const answer = await fetch(`http://127.0.0.1:${device.servicePort}/health`);
    return `${answer.status} ${(await answer.text()).trim()}`;
  } catch {
    return 'nobody';
  }
}

function release3(flaw?: Flaw): void {
  const folder = join(device.layout.root, 'releases/3.0');
  writeRelease(folder, { kind: 'umg', version: '3.0', ...(flaw === undefined ? {} : { flaw }) });
}

function linkTo(version: string): void {
  const { root } = device.layout;
  symlinkSync(`releases/${version}`, join(root, 'next'));
  renameSync(join(root, 'next'), join(root, 'current'));
}

function migrate(): void {
  execFileSync(join(device.layout.root, 'releases/3.0/bin/migrate'), [
    join(device.layout.root, 'data'),
  ]);
}

test('it starts with its release, and its service answers with the version', async () => {
  expect(await health()).toBe('200 ok 2.0');
  expect(readlinkSync(join(device.layout.root, 'current'))).toBe('releases/2.0');
  expect(readFileSync(join(device.layout.root, 'current/VERSION'), 'utf8')).toBe('2.0\n');
  expect(device.hostKey).toMatch(/^ssh-ed25519 /);
});

test.each([['sh'], ['busybox sh']])(
  'the service under %s: stop, status, start, restart',
  async (shell) => {
    const by = shell.split(' ');
    expect((await init('status', by)).code).toBe(0);
    expect((await init('stop', by)).code).toBe(0);
    expect(await health()).toBe('nobody');
    expect((await init('stop', by)).code).toBe(0);
    expect((await init('status', by)).code).toBe(3);
    expect((await init('start', by)).code).toBe(0);
    const pid = readFileSync(device.layout.pidFile, 'utf8');
    expect((await init('start', by)).code).toBe(0);
    expect(readFileSync(device.layout.pidFile, 'utf8')).toBe(pid);
    expect((await init('restart', by)).code).toBe(0);
    expect(readFileSync(device.layout.pidFile, 'utf8')).not.toBe(pid);
    expect(await health()).toBe('200 ok 2.0');
    expect((await init('dance', by)).code).toBe(2);
  },
);

test('a service that was killed is not running, and a pid that belongs to another is nobody', async () => {
  const [pid = ''] = readFileSync(device.layout.pidFile, 'utf8').split(' ');
  process.kill(Number(pid), 'SIGKILL');
  while (processesOf(device.layout.folder).includes(Number(pid)));
  expect((await init('status')).code).toBe(3);
  writeFileSync(device.layout.pidFile, `${process.pid} 1\n`);
  expect((await init('status')).code).toBe(3);
  expect((await init('stop')).code).toBe(0);
  expect((await init('start')).code).toBe(0);
  expect(await health()).toBe('200 ok 2.0');
});

test('release 3.0 runs on migrated data only', async () => {
  release3();
  await init('stop');
  linkTo('3.0');
  const early = await init('start');
  expect(early).toMatchObject({ code: 1 });
  expect(early.error).toContain('schema 2, version 3.0 wants 3');
  migrate();
  expect((await init('start')).code).toBe(0);
  expect(await health()).toBe('200 ok 3.0');
});

test.each<[Flaw, number, string]>([
  ['dies', 1, 'nobody'],
  ['ill', 0, '503 ill 3.0'],
])('a release with the flaw `%s`: start ends with %i', async (flaw, code, answer) => {
  release3(flaw);
  await init('stop');
  linkTo('3.0');
  migrate();
  expect((await init('start')).code).toBe(code);
  expect(await health()).toBe(answer);
});

test('a self-test fails, or a migration breaks off after it has written', () => {
  release3('fails-self-test');
  expect(() =>
    execFileSync(join(device.layout.root, 'releases/3.0/bin/self-test'), { stdio: 'pipe' }),
  ).toThrow('no memory bank');
  release3('breaks-migration');
  expect(() => {
    migrate();
  }).toThrow();
  expect(existsSync(join(device.layout.root, 'data/history'))).toBe(true);
});

test('stopped and started again, its folder is to the byte what it was', async () => {
  const without = [join(device.layout.root, 'log'), join(device.layout.folder, 'run')];
  const before = fingerprintOf(device.layout.folder, without);
  await init('stop');
  expect(fingerprintOf(device.layout.folder, without)).not.toEqual(before);
  await init('start');
  expect(fingerprintOf(device.layout.folder, without)).toEqual(before);
  writeFileSync(join(device.layout.root, 'etc/release.conf'), 'version=2.1\n');
  expect(fingerprintOf(device.layout.folder, without).hash).not.toBe(before.hash);
});

test('a package holds a release, by plain names', () => {
  const name = packRelease(base, { kind: 'sgw', version: '3.0' });
  expect(name).toBe('sgw-3.0.tar.gz');
  const names = execFileSync('tar', ['-tzf', join(base, name)], { encoding: 'utf8' }).split('\n');
  expect(names).toEqual(
    expect.arrayContaining(['VERSION', 'bin/start', 'bin/self-test', 'etc/sgw.conf']),
  );
});

test('when the plug is pulled nothing is left, whatever has left its session', async () => {
  const marked = { env: { ...process.env, CUTOVER_DEMO_DEVICE: device.layout.folder } };
  execFileSync('sh', ['-c', '(setsid sleep 60 &) >/dev/null 2>&1'], marked);
  // A process shows no environment while it becomes another program.
  while (processesOf(device.layout.folder).length < 2);
  await device.stop();
  expect(processesOf(device.layout.folder)).toEqual([]);
  expect(await health()).toBe('nobody');
});
