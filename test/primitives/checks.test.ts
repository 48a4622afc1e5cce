/** Checks: what they claim is true or not, and they say why; what they give is to the byte. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { statfsSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { busyboxOnly } from '../device/kit/busybox-only.ts';
import { installService } from '../device/kit/init-script.ts';
import { busybox, mainShells } from '../device/kit/shells.ts';
import { attempt, outputOf, resultOf, valueOf } from '../device/kit/stories.ts';
import { freshRigs } from './rigs.ts';

const fresh = freshRigs();
let server: Server;
let port = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    response.statusCode = request.url === '/health' ? 200 : request.url === '/moved' ? 302 : 404;
    response.setHeader('location', '/health');
    response.end('well');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = String((server.address() as AddressInfo).port);
});
afterAll(() => server.close());

describe.concurrent.each(mainShells)('in $name', (shell) => {
  it.each([
    ['2.0\n', '2.0'],
    ['2.0', '2.0'],
    ['3.1-rc.2\r\nsecond line\n', '3.1-rc.2'],
  ])('read-version gives the first line of %j', async (text, version) => {
    const rig = fresh(shell);
    writeFileSync(join(rig.root, 'VERSION'), text);
    const reply = await attempt(
      rig,
      'read-version',
      { path: join(rig.root, 'VERSION') },
      { gives: true },
    );
    expect(valueOf(reply)).toBe(version);
  });

  it('read-version says which file it lacks', async () => {
    const rig = fresh(shell);
    const reply = await attempt(rig, 'read-version', { path: '/none/VERSION' }, { gives: true });
    expect(reply.keys).toMatchObject({ step: '1', reason: 'step' });
    expect(outputOf(reply)).toContain('there is no version to read in /none/VERSION');
  });

  it('F16: disk-free says need and have, to the byte', async () => {
    const rig = fresh(shell);
    const { bavail, bsize } = statfsSync(rig.root);
    const more = String(bavail * bsize + 2 ** 30);
    const path = join(rig.root, 'not/made/yet');
    const reply = await attempt(rig, 'disk-free', { path, at_least: more });
    expect(resultOf(reply)).toBe('failed');
    expect(outputOf(reply)).toMatch(new RegExp(`need ${more} bytes, have \\d+`));
    const free = await attempt(fresh(shell), 'disk-free', { path, at_least: '1' });
    expect(resultOf(free)).toBe('done');
  });

  it('running and stopped tell a service’s state', async () => {
    const rig = fresh(shell);
    installService(rig, 'umg', join(rig.root, 'none'));
    const running = await attempt(rig, 'running', { service: 'umg' });
    expect(outputOf(running)).toContain('umg does not run');
    execFileSync(join(rig.services, 'umg'), ['start'], { stdio: 'ignore' });
    const other = fresh(shell);
    installService(other, 'umg', join(rig.root, 'none'));
    expect(resultOf(await attempt(other, 'stopped', { service: 'umg' }))).toBe('done');
  });

  it.each(['-x', '../umg', 'a;reboot', '$(id)', ''])(
    'refuses the service name %j',
    async (name) => {
      const reply = await attempt(fresh(shell), 'running', { service: name });
      expect(outputOf(reply)).toContain("can't be a service's name");
    },
  );

  it('listening and reachable ask for a port', async () => {
    const results = await Promise.all([
      attempt(fresh(shell), 'listening', { port }),
      attempt(fresh(shell), 'listening', { port: '1' }),
      attempt(fresh(shell), 'reachable', { host: '127.0.0.1', port }),
      attempt(fresh(shell), 'reachable', { host: '127.0.0.1', port: '1' }),
      attempt(fresh(shell), 'reachable', { host: '-oProxy', port }),
    ]);
    expect(results.map((reply) => resultOf(reply))).toEqual([
      'done',
      'failed',
      'done',
      'failed',
      'failed',
    ]);
  });

  it('file-is compares a hash', async () => {
    const rig = fresh(shell);
    const path = join(rig.root, 'file');
    writeFileSync(path, 'x');
    const sha256 = createHash('sha256').update('x').digest('hex');
    expect(resultOf(await attempt(rig, 'file-is', { path, sha256 }))).toBe('done');
    const reply = await attempt(fresh(shell), 'file-is', { path, sha256: 'a'.repeat(64) });
    expect(outputOf(reply)).toContain(`has SHA-256 ${sha256}, not`);
  });
});

describe.concurrent.each([
  ['curl', undefined],
  ['busybox tools', busyboxOnly()],
])('with %s', (_, env) => {
  it.each([
    ['/health', '200', 'done'],
    ['/gone', '200', 'failed'],
    ['/gone', '404', 'done'],
    ['/moved', '302', env === undefined ? 'done' : 'failed'],
  ])('http %s is %s: %s', async (path, status, result) => {
    const url = `http://127.0.0.1:${port}${path}`;
    const reply = await attempt(fresh(busybox, env), 'http', { url, status });
    expect(resultOf(reply)).toBe(result);
  });

  it('reachable tells an open port from a closed one', async () => {
    const open = await attempt(fresh(busybox, env), 'reachable', { host: '127.0.0.1', port });
    const closed = await attempt(fresh(busybox, env), 'reachable', {
      host: '127.0.0.1',
      port: '1',
    });
    expect([resultOf(open), resultOf(closed)]).toEqual(['done', 'failed']);
  });

  it('http says what it got', async () => {
    const reply = await attempt(fresh(busybox, env), 'http', {
      url: 'http://127.0.0.1:1/',
      status: '200',
    });
    expect(outputOf(reply)).toMatch(/answered (000|nothing), not 200/);
  });
});
