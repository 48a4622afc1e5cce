/** Version servers that lie, against the built command line: the plan, and the device that fetches for a run. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import type { VersionServer } from '../device/agent/server.ts';
import { newKey } from '../device/agent/signer.ts';
import { archive } from '../primitives/archive.ts';
import { liar } from '../release/liar.ts';
import type { LiarFiles, Lies } from '../release/liar.ts';
import { packageLies, talkLies } from '../release/lies.ts';
import { certificateFor, tlsLiar } from '../release/tls-liar.ts';
import { offersOf, PulledPlan, sourceOf } from './harness/pulled-plan.ts';

const bundle = gzipSync(archive([{ name: 'VERSION', data: '3.0\n' }]));
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function honestServer(): Promise<VersionServer> {
  const server = await sourceOf([newKey()], bundle);
  ends.push(() => server.end());
  server.publish({ offers: offersOf(bundle) });
  return server;
}
function filesOf({ folder }: VersionServer): LiarFiles {
  const paths = ['timestamp', '7.snapshot', 'core/4.versions', 'core/3.0/box.tar.gz'];
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path))]));
}
async function lying(files: LiarFiles, lies: Lies): Promise<string> {
  const server = await liar(files, lies);
  ends.push(() => server.stop());
  return server.url;
}
function planFor(server: VersionServer): PulledPlan {
  const plan = new PulledPlan(server.root);
  ends.push(() => {
    plan.end();
  });
  return plan;
}

test.each(talkLies)(
  '$row B06: $what: the plan names it, and goes on without it',
  async ({ lies }) => {
    const honest = await honestServer();
    const files = filesOf(honest);
    const url = await lying(files, lies(files));
    const ended = await planFor(honest).call('plan', [url, honest.url]);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toContain(`warning: ${url} was passed over: `);
    // No byte that a terminal obeys.
    expect(ended.stderr).toMatch(/^[\n -~\u00a0-\uffff]*$/);
  },
);

const wrong = packageLies.filter(({ row }) => row === 'F20');
test.each(wrong)(
  '$row B06: $what: the device names it, and fetches from the next',
  async ({ lies }) => {
    const honest = await honestServer();
    const files = filesOf(honest);
    const url = await lying(files, lies(files));
    const plan = planFor(honest);
    const ended = await plan.call('run', [url, honest.url]);
    expect(ended.code, ended.stderr + ended.stdout).toBe(0);
    expect(ended.stdout).toContain(`${url}: nothing usable`);
    expect(readFileSync(join(plan.folder, 'current/VERSION'), 'utf8')).toBe('3.0\n');
  },
);

test.each(packageLies.filter(({ what }) => what.includes('without an end')))(
  '$row: $what, and no other server: refused, and nothing is staged',
  async ({ lies }) => {
    const honest = await honestServer();
    const files = filesOf(honest);
    const plan = planFor(honest);
    const ended = await plan.call('run', [await lying(files, lies(files))]);
    expect(ended.code, ended.stderr).toBe(2);
    expect(existsSync(join(plan.folder, 'next'))).toBe(false);
  },
);

test('F27: TLS is stripped: nothing is said to that server', async () => {
  const honest = await honestServer();
  const said: string[] = [];
  const reply = (line: string): string | undefined => {
    said.push(line);
    return line.startsWith('AUTH') ? '500 what?' : undefined;
  };
  const url = (await lying(filesOf(honest), { reply })).replace('ftp:', 'ftps:');
  const ended = await planFor(honest).call('plan', [url, honest.url]);
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.stderr).toContain(`warning: ${url} was passed over: `);
  expect(said.filter((line) => /^(USER|PASS|RETR|SIZE)/.test(line))).toEqual([]);
  expect(said.some((line) => line.startsWith('AUTH'))).toBe(true);
});

test.each([
  ['has ended', 'localhost', -1, true, /expired/],
  ['is for another host', 'elsewhere.example', 2, true, /altnames|does not match/],
  ['nobody vouches for', 'localhost', 2, false, /self-signed|certificate/],
  ['is right', 'localhost', 2, true, /421|that was all|clos(?:ed|ing)/],
] as const)('F27: a certificate that %s', async (what, host, days, known, message) => {
  const honest = await honestServer();
  const certificate = certificateFor(host, days);
  const server = await tlsLiar(certificate);
  ends.push(() => server.stop());
  const plan = planFor(honest);
  const authorities = join(plan.folder, 'authorities.pem');
  plan.write('authorities.pem', (known ? certificate : certificateFor('localhost', 2)).cert);
  const env = { NODE_EXTRA_CA_CERTS: authorities };
  const ended = await plan.call('plan', [server.url, honest.url], env);
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.stderr).toMatch(message);
  expect(server.told.some((line) => line.startsWith('USER'))).toBe(what === 'is right');
});
