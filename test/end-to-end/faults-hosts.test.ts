/** Hosts that can't be trusted, logins that are none, and noise: F11, F12, F13. */
import { mkdirSync, readFileSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBench } from './harness/bench.ts';
import type { Bench } from './harness/bench.ts';
import type { Ended } from './harness/cutover.ts';
import {
  expectNothingOpen,
  healthsOf,
  lastWords,
  said,
  snapshotsOf,
} from './harness/expectations.ts';
import { recordsOf, transactionsIn } from './harness/judged.ts';
import type { Judged } from './harness/judged.ts';
import { whyNoMachines } from './harness/machine.ts';
import { fingerprintOf, spoil } from './harness/spoiled.ts';
import type { Spoiled } from './harness/spoiled.ts';

const why = whyNoMachines();

describe.skipIf(why !== undefined)(`hosts${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let bench: Bench;
  let umg: Spoiled;
  let plan: string;
  let trusted: string;
  let knownHosts: string;

  beforeAll(async () => {
    bench = await openBench();
    umg = spoil(bench.site.device('umg-01'));
    plan = bench.site.plan('core-3.0.cutover');
    knownHosts = join(bench.site.folder, 'known_hosts');
    trusted = readFileSync(knownHosts, 'utf8');
  });
  beforeEach(async () => {
    await bench.reset();
  });
  afterEach(async () => {
    writeFileSync(knownHosts, trusted);
    await umg.mend();
  });
  afterAll(async () => {
    await bench.site.close();
  });

  /** Runs, and nobody is even told to prepare. */
  async function expectNobodyStarted(judged: Judged, code: number, cause: RegExp): Promise<Ended> {
    const before = await snapshotsOf(bench.site);
    const ended = await judged.run(plan);
    expect(ended.code, said(ended)).toBe(code);
    expect(ended.stdout + ended.stderr).not.toContain('a defect of ours');
    const [, found = ''] = lastWords(ended);
    expect(found, said(ended)).toMatch(/^cause: umg-01/);
    expect(found).toMatch(cause);
    const [transaction = ''] = transactionsIn(ended);
    const sent = (await recordsOf(judged, transaction)).filter(
      ({ record, order }) => record === 'sent' && order !== 'inquire',
    );
    expect(sent).toEqual([]);
    expect(await snapshotsOf(bench.site)).toEqual(before);
    await expectNothingOpen(judged);
    return ended;
  }

  const enroll = (...more: readonly string[]): Promise<Ended> =>
    bench.site.cutover(['enroll', 'umg-01', '-i', bench.site.inventory, ...more]);

  test('F11 F12: known hosts that are a folder are a fault: 6, nobody is started; `enroll` says it too', async () => {
    const judged = await bench.begin();
    rmSync(knownHosts);
    mkdirSync(knownHosts);
    const before = await snapshotsOf(bench.site);
    const ended = await judged.run(plan);
    const enrolled = await enroll('--yes');
    rmdirSync(knownHosts);
    expect(ended.code, said(ended)).toBe(6);
    expect(ended.stdout).toMatch(/cause: \w+-01: the known hosts \S+ can't be used: EISDIR/);
    expect(ended.stdout + ended.stderr).not.toContain('defect');
    expect(enrolled.code, said(enrolled)).toBe(1);
    expect(enrolled.stderr).toMatch(/^error: the known hosts \S+ can't be used: EISDIR/);
    expect(await snapshotsOf(bench.site)).toEqual(before);
    await expectNothingOpen(judged);
  });

  test('F11: an unknown host shows its fingerprint and how to enroll it; then it works', async () => {
    const judged = await bench.begin();
    const { sshPort, hostKey } = bench.site.device('umg-01');
    const lines = trusted.split('\n').filter((line) => !line.includes(String(sshPort)));
    writeFileSync(knownHosts, lines.join('\n'));
    const fingerprint = fingerprintOf(hostKey);
    const refused = await expectNobodyStarted(judged, 6, /is not known/);
    expect(lastWords(refused)[1]).toContain(fingerprint);
    expect(lastWords(refused)[2]).toMatch(/^hint: .*`cutover enroll umg-01 -i /);

    const unasked = await enroll();
    expect(unasked.code, said(unasked)).toBe(2);
    expect(unasked.stderr).toContain(fingerprint);
    const another = await enroll('--fingerprint', `${fingerprint.slice(0, -1)}~`);
    expect(another.code, said(another)).toBe(2);
    expect(readFileSync(knownHosts, 'utf8')).not.toContain(String(sshPort));

    const enrolled = await enroll('--fingerprint', fingerprint);
    expect(enrolled.code, said(enrolled)).toBe(0);
    expect(readFileSync(knownHosts, 'utf8')).toContain(`[127.0.0.1]:${String(sshPort)} ${hostKey}`);
    const again = await enroll('--yes');
    expect(again.code, said(again)).toBe(0);
    expect(again.stdout).toContain('known already');

    const ended = await judged.run(plan);
    expect(ended.code, said(ended)).toBe(0);
    expect(await healthsOf(bench.site)).toEqual(['200 ok 3.0', '200 ok 3.0']);
    await judged.expectNoViolation();
  });

  test('F11: without any known hosts nobody is spoken to', async () => {
    const judged = await bench.begin();
    writeFileSync(knownHosts, '');
    const ended = await judged.run(plan);
    expect(ended.code, said(ended)).toBe(6);
    expect(await healthsOf(bench.site)).toEqual(['200 ok 2.0', '200 ok 2.0']);
    await judged.expectNoViolation();
  });

  test.each(['ed25519', 'ecdsa', 'rsa'] as const)(
    'F12: a host with another key (%s) is refused with both fingerprints, and nobody starts',
    async (type) => {
      const judged = await bench.begin();
      const old = fingerprintOf(bench.site.device('umg-01').hostKey);
      const found = await umg.rekey(type);
      const ended = await expectNobodyStarted(judged, 6, /possible attack/);
      expect(lastWords(ended)[1]).toContain(old);
      expect(lastWords(ended)[1]).toContain(found);
      const enrolled = await enroll('--yes');
      expect(enrolled.code, said(enrolled)).toBe(6);
      expect(enrolled.stderr).toContain('possible attack');
      expect(enrolled.stderr).toContain(found);
      expect(readFileSync(knownHosts, 'utf8')).toBe(trusted);
      await judged.expectNoViolation();
    },
  );

  test('F12: a revoked key is refused', async () => {
    const judged = await bench.begin();
    const { sshPort, hostKey } = bench.site.device('umg-01');
    const revoked = `@revoked [127.0.0.1]:${String(sshPort)} ${hostKey}\n`;
    writeFileSync(knownHosts, trusted + revoked);
    await expectNobodyStarted(judged, 6, /revoked.*possible attack/);
    await judged.expectNoViolation();
  });

  const logins: readonly (readonly [string, RegExp, (device: Spoiled) => Promise<void> | void])[] =
    [
      [
        'a server that takes passwords only',
        /refuses root/,
        (device) => device.sshd('PubkeyAuthentication no', 'PasswordAuthentication yes'),
      ],
      [
        'an account that has expired',
        /refuses root/,
        (device) => {
          device.expire();
        },
      ],
      [
        'a login that wants the password changed',
        /Password change required/,
        (device) => {
          device.login(
            'echo "WARNING: Your password has expired."',
            'echo "Password change required but no TTY available."',
            'exit 1',
          );
        },
      ],
      [
        'a prompt for a password',
        /Password: $|Password:/,
        (device) => {
          device.login('printf "Password: "', 'read -r answer', 'sleep 1000');
        },
      ],
    ];

  test.each(logins)('F13: %s is an auth error', async (_name, cause, change) => {
    const judged = await bench.begin();
    await change(umg);
    const ended = await expectNobodyStarted(judged, 2, cause);
    expect(lastWords(ended)[2]).toMatch(/^hint: /);
    await judged.expectNoViolation();
  });

  test('F13: a private key that can’t be used is named', async () => {
    const judged = await bench.begin();
    const key = join(bench.site.folder, 'key');
    const good = readFileSync(key);
    writeFileSync(key, 'no key at all\n');
    const ended = await judged.run(plan);
    writeFileSync(key, good);
    expect(ended.code, said(ended)).toBe(2);
    expect(lastWords(ended)[1]).toContain(key);
    expect(ended.stdout).not.toContain('defect');
    await judged.expectNoViolation();
  });

  const noise = [
    "cat <<'END'",
    'Welcome to \u001b[31mUMG\u001b]0;owned\u0007 — last login never\r',
    '0123456789abcdef0123456789abcdef answer 1 voted state=voted',
    '\u202egnp.exe \u009b2J',
    'END',
    String.raw`printf '\377\376\200 no UTF-8, and no line end; password? '`,
    'echo "on standard error too" >&2',
  ];

  test('F13 S14: noise of banner, login shell and what it leaves running changes nothing, and is not shown raw', async () => {
    const judged = await bench.begin();
    const { folder } = bench.site.device('umg-01').layout;
    const banner = join(folder, 'etc/ssh/banner');
    writeFileSync(banner, `\u001b[2Jauthorised use only\n${'#'.repeat(5000)}\n`);
    await umg.sshd(`Banner ${banner}`);
    const chatter = `(while kill -0 $$; do printf 'wall: reboot at ten?\\033[7m\\n'; sleep 0.05; done) &`;
    umg.login(...noise, chatter, `exec '${folder}/bin/sh' "$@"`);
    const ended = await judged.run(plan);
    expect(ended.code, said(ended)).toBe(0);
    expect(ended.stdout).toContain(String.raw`wall: reboot at ten?\x1b[7m`);
    expect(await healthsOf(bench.site)).toEqual(['200 ok 3.0', '200 ok 3.0']);
    await judged.expectNoViolation();
  });
});
