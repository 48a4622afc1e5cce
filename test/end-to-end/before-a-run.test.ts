/** What an operator does before a run, and what goes wrong there: `plan`, `enroll`, `download`, a release that isn't there. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Bench } from './harness/bench.ts';
import type { Ended } from './harness/cutover.ts';
import { said, snapshotsOf } from './harness/expectations.ts';
import { withFreshBench } from './harness/fresh-bench.ts';
import { whyNoMachines } from './harness/machine.ts';
import { fingerprintOf } from './harness/spoiled.ts';

describe.skipIf(whyNoMachines() !== undefined)('before a run', () => {
  let bench: Bench;
  withFreshBench((fresh) => {
    bench = fresh;
  });

  const planned = (plan: string, ...more: readonly string[]): Promise<Ended> =>
    bench.site.cutover(['plan', plan, '-i', bench.site.inventory, ...more]);

  test('C06: `plan` and `run` with the same options have the same hash', async () => {
    const judged = await bench.begin();
    const plan = bench.site.plan('core-3.0.cutover');
    const hashes: string[] = [];
    for (const atOnce of ['0', '1']) {
      const { stdout } = await planned(plan, '--at-once', atOnce, '--format', 'json');
      hashes.push((JSON.parse(stdout) as { readonly hash: string }).hash);
    }
    expect(new Set(hashes).size).toBe(2);
    const ended = await judged.run(plan, ['--at-once', '1', '--ui', 'json']);
    expect(ended.code, said(ended)).toBe(0);
    const [first = ''] = ended.stdout.split('\n');
    expect(JSON.parse(first)).toMatchObject({ event: 'run-started', hash: hashes[1] });
    await judged.expectNoViolation();
  });

  test('C06: `plan` shows values in texts as they are, and warns of a key that a run could not use', async () => {
    const { site } = bench;
    await bench.publish('core');
    const plan = site.plan('core-3.0.cutover');
    const good = await planned(plan);
    expect(good.code, said(good)).toBe(0);
    const { servicePort } = site.device('umg-01');
    expect(good.stdout).toContain(`http "http://127.0.0.1:${String(servicePort)}/health"`);
    expect(good.stderr).not.toContain('warning');
    bench.describe('umg-01', 'key: nowhere');
    const without = await planned(plan);
    expect(without.code, said(without)).toBe(0);
    expect(without.stderr).toMatch(
      /^warning: umg-01: the key .*\/nowhere can't be used: .*no such/m,
    );
  });

  test('F2: a value for a param that the script hasn’t is refused with the nearest', async () => {
    await bench.publish('core');
    bench.edit('core-3.0.cutover', 'runs umg\n', 'runs umg with prot: 80\n');
    const ended = await planned(bench.site.plan('core-3.0.cutover'));
    expect(ended.code, said(ended)).toBe(1);
    expect(ended.stderr).toMatch(/`umg` has no param `prot`[^]*did you mean `port`/);
  });

  test('B01: a release that was never published is named with what lists and publishes', async () => {
    const ended = await planned(bench.site.plan('core-3.0.cutover'));
    expect(ended.code, said(ended)).toBe(2);
    expect(ended.stderr).toMatch(
      /hint: `cutover release list --from ftp:.*`cutover release publish/,
    );
  });

  test('A08 F11: a download to a device that isn’t enrolled says so, and how to enroll it', async () => {
    const { site } = bench;
    await bench.publish('core');
    const before = await snapshotsOf(site);
    const knownHosts = join(site.folder, 'known_hosts');
    const trusted = readFileSync(knownHosts, 'utf8');
    const port = String(site.device('umg-01').sshPort);
    const others = trusted.split('\n').filter((line) => !line.includes(port));
    const args = ['download', site.plan('core-3.0.cutover'), '-i', site.inventory];
    try {
      writeFileSync(knownHosts, others.join('\n'));
      const ended = await site.cutover([...args, '--state', site.state]);
      expect(ended.code, said(ended)).toBe(2);
      expect(ended.stdout).toMatch(
        /umg-01 .*failed: .*not known[^\n]*\n.*umg-01 .*hint: .*cutover enroll umg-01/,
      );
      expect(ended.stdout).toMatch(/result +1 of 2 devices has what the plan needs/);
      expect(ended.stdout).toContain('download to 2 devices');
      expect(ended.stdout).not.toContain('0 units');
    } finally {
      writeFileSync(knownHosts, trusted);
    }
    expect(await snapshotsOf(site)).toEqual(before);
    rmSync(site.state, { recursive: true, force: true });
  });

  test('F11: another fingerprint than the one that was given is refused for a known device, too', async () => {
    const { site } = bench;
    const shown = fingerprintOf(site.device('umg-01').hostKey);
    const enrolled = (fingerprint: string): Promise<Ended> =>
      site.cutover(['enroll', 'umg-01', '-i', site.inventory, '--fingerprint', fingerprint]);
    const wanted = `SHA256:${'A'.repeat(43)}`;
    const refused = await enrolled(wanted);
    expect(refused.code, said(refused)).toBe(2);
    expect(refused.stderr).toContain(`shows ${shown}, not ${wanted}`);
    expect(refused.stdout).toBe('');
    const same = await enrolled(shown);
    expect(same.code, said(same)).toBe(0);
    expect(same.stdout).toContain('known already');
  });

  test('F11: another fingerprint than the one that was given: both are said, and what to do', async () => {
    const { site } = bench;
    const shown = fingerprintOf(site.device('umg-01').hostKey);
    const wanted = `SHA256:${'A'.repeat(43)}`;
    const knownHosts = join(site.folder, 'known_hosts');
    const trusted = readFileSync(knownHosts, 'utf8');
    try {
      writeFileSync(knownHosts, '');
      const ended = await site.cutover([
        ...['enroll', 'umg-01', '-i', site.inventory],
        ...['--fingerprint', wanted],
      ]);
      expect(ended.code, said(ended)).toBe(2);
      expect(ended.stderr).toContain(`shows ${shown}, not ${wanted}`);
      expect(ended.stderr).toMatch(/hint: .*ssh-keygen -lf/);
      expect(readFileSync(knownHosts, 'utf8')).toBe('');
    } finally {
      writeFileSync(knownHosts, trusted);
    }
  });
});
