/** F12 in the middle of a run: `verify` comes over a new connection, and the host there shows another key. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newKeyPair } from '../../src/demo/ssh-server.ts';
import { openBench } from './harness/bench.ts';
import type { Bench } from './harness/bench.ts';
import { expectNothingOpen, lastWords, said, snapshotsOf } from './harness/expectations.ts';
import { closedGate } from './harness/gate.ts';
import { whyNoMachines } from './harness/machine.ts';
import { fingerprintOf } from './harness/spoiled.ts';

describe.skipIf(whyNoMachines() !== undefined)('a host key that changes', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await openBench();
    await bench.reset();
  });
  afterAll(async () => {
    await bench.site.close();
  });

  test('F12 A19: between switch and verify: refused with both fingerprints, all old, 3', async () => {
    const { site } = bench;
    const gate = closedGate(site.folder);
    bench.edit('umg.cutover', '    link live to: next\n', `${gate.step}    link live to: next\n`);
    const before = await snapshotsOf(site);
    const judged = await bench.begin();
    const ended = judged.run(site.plan('core-3.0.cutover'));
    await gate.reached();
    const umg = site.device('umg-01');
    const file = join(umg.layout.folder, 'etc/ssh/host_key');
    const own = readFileSync(file);
    const other = newKeyPair();
    // sshd reads it anew for each connection; those that are open stay.
    writeFileSync(file, other.private);
    gate.open();
    const run = await ended;
    expect(run.code, said(run)).toBe(3);
    const [headline, cause] = lastWords(run);
    expect(headline).toContain('REVERTED');
    expect(cause).toMatch(/^cause: umg-01: .*possible attack/);
    expect(cause).toContain(fingerprintOf(umg.hostKey));
    expect(cause).toContain(fingerprintOf(other.public));
    writeFileSync(file, own);
    expect(await snapshotsOf(site)).toEqual(before);
    await expectNothingOpen(judged);
    await judged.expectNoViolation();
  });
});
