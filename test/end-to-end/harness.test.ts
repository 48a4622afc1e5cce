/** The harness itself: what the other tests here stand on must be what it says it is. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { Client } from 'basic-ftp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoMachines } from './harness/machine.ts';
import { openSite } from './harness/site.ts';
import type { Site } from './harness/site.ts';
import { snapshotOf } from './harness/snapshot.ts';
import { publisher, reader } from './harness/version-server.ts';

const run = promisify(execFile);
const killAt = join(import.meta.dirname, 'harness/kill-at.mjs');

describe.skipIf(whyNoMachines() !== undefined)('a site of real parts', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite({
      devices: [
        { name: 'msc-01', kind: 'msc-server', noise: 'Welcome!\n' },
        { name: 'umg-01', kind: 'umg', system: 'busybox' },
      ],
    });
  });
  afterAll(async () => {
    await site.close();
  });

  async function ssh(name: string, command: string): Promise<string> {
    const { host, sshPort } = site.device(name);
    const known = ['-o', `UserKnownHostsFile=${site.folder}/known_hosts`];
    const key = ['-F', 'none', '-o', 'BatchMode=yes', '-i', join(site.folder, 'key')];
    const to = ['-p', String(sshPort), `root@${host}`, command];
    const { stdout } = await run('ssh', [...key, ...known, ...to]);
    return stdout;
  }

  test('devices answer over sshd, each with the shell and the tools of its system', async () => {
    expect(await ssh('msc-01', 'echo "$0 $HOME"')).toBe(
      `Welcome!\n${site.device('msc-01').layout.folder}/bin/sh ${site.device('msc-01').layout.folder}\n`,
    );
    const busybox = await ssh('umg-01', 'tar --help 2>&1 | head -n 1; sh --help 2>&1 | head -n 1');
    expect(busybox).toMatch(/^BusyBox .*\nBusyBox /);
    expect(await site.device('umg-01').health()).toBe('200 ok 2.0');
  });

  test('a power cut ends everything at once, and the next start has another boot id', async () => {
    const umg = site.device('umg-01');
    const before = await snapshotOf(umg);
    const bootId = await ssh('umg-01', 'cat /proc/sys/kernel/random/boot_id');
    await ssh(
      'umg-01',
      'setsid sh -c "echo up >left; sleep 600; echo over >left" </dev/null >/dev/null 2>&1 &',
    );
    await umg.cut();
    expect(await umg.health()).toBe('down');
    await umg.boot();
    expect(await ssh('umg-01', 'cat /proc/sys/kernel/random/boot_id')).not.toBe(bootId);
    expect(await ssh('umg-01', 'ps | grep -c "[s]leep 600" || :')).toBe('0\n');
    expect(await snapshotOf(umg)).toEqual(before);
  });

  test('a snapshot sees content, mode, link and service', async () => {
    const msc = site.device('msc-01');
    const before = await snapshotOf(msc);
    const path = join(msc.layout.root, 'etc/release.conf');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, 'version=x\n');
    expect(await snapshotOf(msc)).not.toEqual(before);
    writeFileSync(path, text);
    expect(await snapshotOf(msc)).toEqual(before);
    await ssh('msc-01', `chmod 600 '${path}'`);
    expect((await snapshotOf(msc)).files).not.toEqual(before.files);
    await ssh('msc-01', `chmod 644 '${path}'; '${msc.layout.services}/msc-server' stop`);
    expect((await snapshotOf(msc)).health).toBe('down');
    await ssh('msc-01', `'${msc.layout.services}/msc-server' start`);
    expect(await snapshotOf(msc)).toEqual(before);
  });

  test('the version server takes from its publisher, and only gives to its reader', async () => {
    const port = site.servers[0]?.port ?? 0;
    const client = new Client(8000);
    const logIn = async ({ name, password }: typeof publisher | typeof reader): Promise<void> => {
      await client.access({ host: '127.0.0.1', port, user: name, password });
    };
    await logIn(publisher);
    await client.uploadFrom(Readable.from(['3.0']), 'file');
    await logIn(reader);
    const upload = client.uploadFrom(Readable.from(['4.0']), 'file');
    await expect(upload).rejects.toMatchObject({ code: 550 });
    client.close();
    const url = `ftp://reader:only%25reading@127.0.0.1:${String(port)}/file`;
    expect(await ssh('umg-01', `wget -q -O - '${url}'`)).toBe('3.0');
    const outside = run('curl', ['-sS', '--path-as-is', `${url}/../../../etc/hostname`]);
    await expect(outside).rejects.toThrow();
  });
});

test.each([
  ['before:2', 'SIGKILL', 1],
  ['after:2', 'SIGKILL', 2],
  ['after:9', null, 3],
])('%s: the journal’s process ends with %s and %i rows', (kill, signal, rows) => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-kill-'));
  try {
    writeFileSync(join(folder, 'controller-main.js'), writerText);
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const environment = { ...process.env, CUTOVER_TEST_KILL: kill };
    const words = ['--import', killAt, join(folder, 'controller-main.js')];
    const ended = spawnSync(process.execPath, words, { cwd: folder, env: environment });
    expect(ended.signal).toBe(signal);
    const db = new DatabaseSync(join(folder, 'db'));
    expect(db.prepare('SELECT n FROM t').all()).toHaveLength(rows);
    db.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Three commits: by a statement alone, by COMMIT, by a text that holds one. */
const writerText = `
  import { DatabaseSync } from 'node:sqlite';
  const db = new DatabaseSync('db');
  db.exec('CREATE TABLE t (n)');
  db.prepare('INSERT INTO t VALUES (?)').run(1);
  db.exec('BEGIN');
  db.prepare('INSERT INTO t VALUES (?)').run(2);
  db.exec('COMMIT');
  db.exec('BEGIN; INSERT INTO t VALUES (3); COMMIT');
`;
