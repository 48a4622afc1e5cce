/** What a device prints: too much of it, no text at all, escape sequences, secrets: F40, S13, S14. */
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Capture } from '../checker/evidence.ts';
import { captureProcesses } from '../checker/processes.ts';
import { noSecret } from '../checker/s13-no-secret.ts';
import { showViolation } from '../checker/judge.ts';
import { openBench } from './harness/bench.ts';
import type { Bench } from './harness/bench.ts';
import type { Ended } from './harness/cutover.ts';
import { healthsOf, lastWords, said, snapshotsOf } from './harness/expectations.ts';
import { transactionsIn } from './harness/judged.ts';
import type { Judged } from './harness/judged.ts';
import { whyNoMachines } from './harness/machine.ts';

const MiB = 1_048_576;
/** With what a shell, JSON and YAML would trip over. */
const canary = 'Canary-7f3a \'of\' "the" $mine \\ é';
const why = whyNoMachines();

describe.skipIf(why !== undefined)(`output${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let bench: Bench;
  let plan: string;
  let inventory: string;
  let secrets: string;

  beforeAll(async () => {
    bench = await openBench();
    plan = bench.site.plan('core-3.0.cutover');
    inventory = readFileSync(bench.site.inventory, 'utf8');
    secrets = readFileSync(join(bench.site.folder, 'secrets.yaml'), 'utf8');
  });
  beforeEach(async () => {
    await bench.reset();
  });
  afterEach(() => {
    writeFileSync(bench.site.inventory, inventory);
    writeFileSync(join(bench.site.folder, 'secrets.yaml'), secrets);
  });
  afterAll(async () => {
    await bench.site.close();
  });

  const selfTest = '    run "{next}/bin/self-test" writes: [] within 30s\n';

  /** A program on the UMG, called in the place of its self-test. */
  function runInStage(lines: readonly string[], more = ''): void {
    bench.edit('umg.cutover', selfTest, `    run "${program(lines)}" writes: []${more}\n`);
  }

  function program(lines: readonly string[]): string {
    const file = join(bench.site.folder, 'program');
    writeFileSync(file, `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
    return file;
  }

  function outputOf({ stdout }: Ended): string {
    const lines = stdout
      .split('\n')
      .flatMap((line) => /^.{8} {2}umg-01 .*? {4}\| (.*)$/.exec(line)?.[1] ?? []);
    return lines.join('\n');
  }

  const floods = [
    ['in lines', `yes 'fifteen letters' | head -c ${String(50 * MiB)}`],
    ['in one line', `head -c ${String(50 * MiB)} /dev/zero | tr '\\000' x`],
    ['of bytes that are no text', `head -c ${String(50 * MiB)} /dev/urandom`],
  ] as const;

  test.each(floods)('F40: 50 MiB %s are capped at 1 MiB, with a note', async (_, command) => {
    runInStage([command]);
    const judged = await bench.begin();
    const ended = await judged.run(plan);
    expect(ended.code, said({ ...ended, stdout: ended.stdout.slice(-5000) })).toBe(0);
    expect(ended.stdout).toMatch(/more bytes were not passed on|more was printed/);
    // Each byte may become an escape of four characters, and each line has its head.
    expect(ended.stdout.length).toBeLessThan(16 * MiB);
    expect(await healthsOf(bench.site)).toEqual(['200 ok 3.0', '200 ok 3.0']);
    await judged.expectNoViolation();
  });

  const nasty = String.raw`printf '\377\376 \303( \033]0;owned\007 \033[2J\033[31mred \b\b\r over \302\233 \342\200\256gnp \177\n'`;

  test.each(['plain', 'json'])(
    'F40 S14: escape sequences and broken UTF-8 are shown escaped (%s)',
    async (ui) => {
      runInStage([nasty]);
      const judged = await bench.begin();
      const ended = await judged.run(plan, ['--ui', ui]);
      expect(ended.code, said(ended)).toBe(0);
      const back = ui === 'json' ? '\\\\' : '\\';
      expect(ended.stdout).toContain(`${back}x1b]0;owned${back}x07`);
      expect(ended.stdout).toContain(`${back}u{202e}gnp ${back}x7f`);
      await judged.expectNoViolation();
    },
  );

  test.each(['plain', 'json'])('F40 S14: so is a cause (%s)', async (ui) => {
    runInStage([nasty, 'exit 1']);
    const judged = await bench.begin();
    const ended = await judged.run(plan, ['--ui', ui]);
    expect(ended.code, said(ended)).toBe(2);
    const history = await judged.call(['history']);
    const [transaction = ''] = transactionsIn(ended);
    const records = await judged.call(['history', transaction]);
    expect([history.code, records.code]).toEqual([0, 0]);
    await judged.expectNoViolation();
  });

  test('F40 S14: so is a version that is none, and a log that is collected', async () => {
    const { layout } = bench.site.device('umg-01');
    writeFileSync(layout.log, '\u001b[2Jlog\u001b]0;owned\u0007\n');
    writeFileSync(join(layout.root, 'releases/2.0/VERSION'), '\u001b]0;owned\u0007\n');
    const judged = await bench.begin();
    const ended = await judged.run(plan);
    expect(ended.code, said(ended)).toBe(2);
    expect(lastWords(ended)[1]).toContain(String.raw`\x1b]0;owned`);
    expect(ended.stdout).toContain(String.raw`\x1b[2Jlog`);
    await judged.expectNoViolation();
  });

  function giveSecret(): void {
    const named = inventory.replace('daemon: umg', 'db-password: db, daemon: umg');
    writeFileSync(bench.site.inventory, named);
    writeFileSync(
      join(bench.site.folder, 'secrets.yaml'),
      `${secrets}db: ${JSON.stringify(canary)}\n`,
    );
    bench.edit('umg.cutover', '  param daemon:', '  param db-password: secret\n  param daemon:');
  }

  const tells = [
    'IFS= read -r secret',
    `printf '%s\\n' "the password is $secret."`,
    'echo "$secret" >&2',
    // Over the edges of whatever is passed on at once.
    `for at in 4070 8170 8180 8190 65520 65530; do head -c "$at" /dev/zero | tr '\\000' x; printf '%s' "$secret"; sleep 0.1; done`,
    `printf 'and %s without an end' "$secret"`,
  ];

  test('F40 S13: a secret across the limit of a MiB leaves no beginning', async () => {
    giveSecret();
    const before = `head -c ${String(MiB - 7)} /dev/zero | tr '\\000' x`;
    runInStage(
      ['IFS= read -r secret', before, `printf '%s' "$secret"; ${before}`],
      ' input: db-password',
    );
    const judged = await bench.begin();
    const ended = await judged.run(plan);
    expect(ended.code, said({ ...ended, stdout: ended.stdout.slice(-5000) })).toBe(0);
    expect(outputOf(ended)).toMatch(/\(secret\)\n+\[\d+ more bytes were not passed on\]/);
    expect(ended.stdout.includes(canary.slice(0, 7))).toBe(false);
    await judged.expectNoViolation();
  });

  test('F40 S13: a secret that a program prints reaches no screen, journal, log, file or process', async () => {
    giveSecret();
    runInStage([...tells, 'sleep 1'], ' input: db-password');
    bench.edit(
      'umg.cutover',
      '    link live to: next\n',
      `    run "${join(bench.site.folder, 'program')}" writes: [] input: db-password\n    link live to: next\n`,
    );
    const judged = await bench.begin();
    const { ended, captures } = await watched(judged);
    expect(ended.code, said(ended)).toBe(0);
    expect(outputOf(ended)).toContain('the password is (secret).');
    expect(outputOf(ended).match(/\(secret\)/g)?.length).toBe(2 * 9);
    for (const half of [canary.slice(0, 6), canary.slice(-6)])
      expect(outputOf(ended)).not.toContain(half);
    expectNoCanary(captures);
    await judged.expectNoViolation();
  });

  test('F40 S13: nor when the program fails with it on its lips, and all goes back', async () => {
    giveSecret();
    program([...tells, 'echo', 'echo "wrong password: $secret"', 'exit 1']);
    bench.edit(
      'umg.cutover',
      '    link live to: next\n',
      `    run "${join(bench.site.folder, 'program')}" writes: [] input: db-password\n    link live to: next\n`,
    );
    const judged = await bench.begin();
    const before = await snapshotsOf(bench.site);
    const { ended, captures } = await watched(judged);
    expect(ended.code, said(ended)).toBe(3);
    expect(lastWords(ended)[1]).toMatch(/^cause: umg-01, line \d+: `run` .*: /);
    expectNoCanary(captures);
    expect(await snapshotsOf(bench.site)).toEqual(before);
    await judged.expectNoViolation();
  });

  test('F40 S13: nor as a value that the script goes on with', async () => {
    giveSecret();
    bench.edit(
      'umg.cutover',
      selfTest,
      `    run "${program(['cat'])}" writes: [] input: db-password as said: text\n    write "{next}/etc/said" text: said\n`,
    );
    const judged = await bench.begin();
    const { ended, captures } = await watched(judged);
    expect(ended.code, said(ended)).toBe(1);
    expect(ended.stderr).toMatch(/umg\.cutover:\d+:\d+/);
    expectNoCanary(captures);
    await judged.expectNoViolation();
  });

  test('F40 S13: nor when another step gives it, which was told none', async () => {
    giveSecret();
    const file = join(bench.site.folder, 'program');
    const lines = [
      'IFS= read -r secret',
      'if [ -n "$secret" ]; then echo "$secret" >"$0.told"; else cat "$0.told"; fi',
    ];
    program(lines);
    const other = `    run "${file}" writes: [] as said: text\n    write "{next}/etc/said" text: said\n`;
    bench.edit(
      'umg.cutover',
      selfTest,
      `    run "${file}" writes: [] input: db-password\n${other}`,
    );
    const judged = await bench.begin();
    const { ended, captures } = await watched(judged);
    expect(ended.code, said(ended)).toBe(2);
    expect(lastWords(ended)[1]).toMatch(/`run` gave something .*it holds a secret/);
    expectNoCanary(captures);
    await judged.expectNoViolation();
  });

  /** A run, and everything that was to be seen of it. */
  async function watched(judged: Judged): Promise<{ ended: Ended; captures: readonly Capture[] }> {
    const seen = new Map<string, Capture>();
    const look = (): void => {
      for (const capture of captureProcesses())
        seen.set(Buffer.from(capture.bytes).toString('latin1'), capture);
    };
    const timer = setInterval(look, 100);
    const ended = await judged.run(plan);
    clearInterval(timer);
    const [transaction] = transactionsIn(ended);
    const words = transaction === undefined ? [] : [transaction];
    const later = [
      ended,
      await judged.call(['status', '--format', 'json']),
      await judged.call(['history', ...words, '--format', 'json']),
    ];
    const screens = later.map(({ stdout, stderr }, at) =>
      captureOf('screen', `screen ${String(at)}`, Buffer.from(`${stdout}\n${stderr}`)),
    );
    const { state, devices } = bench.site;
    const places = [state, ...devices.map(({ layout }) => layout.folder)].filter(existsSync);
    const files = places.flatMap((place) => [...filesUnder(place)]);
    return { ended, captures: [...screens, ...files, ...seen.values()] };
  }
});

function expectNoCanary(captures: readonly Capture[]): void {
  const found = noSecret({ secrets: [canary], captures });
  expect(found.map(showViolation).join('\n')).toBe('');
}

function captureOf(kind: Capture['kind'], name: string, bytes: Uint8Array): Capture {
  return { kind, name, bytes };
}

function* filesUnder(folder: string): Iterable<Capture> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const facts = statSync(path, { throwIfNoEntry: false });
    if (facts?.isDirectory() === true) yield* filesUnder(path);
    else if (facts?.isFile() === true) yield captureOf('log', path, readFileSync(path));
  }
}
