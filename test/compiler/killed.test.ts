/**
 * The program's processes killed at any moment, then settled: the device is wholly old or wholly new, and the next
 * upgrade goes through. CUTOVER_RUNS and CUTOVER_SEED try other moments.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { processesOf } from '../device/kit/rig.ts';
import { busybox, dash, type ShellKind } from '../device/kit/shells.ts';
import { runAgent, startAgent } from './carry-out.ts';
import { loadShipped } from './shipped-scripts.ts';
import { Twin } from './twin.ts';

const runs = Number(process.env['CUTOVER_RUNS'] ?? 8);
const seed = Number(process.env['CUTOVER_SEED'] ?? 20261122);
const twin = new Twin('umg');
let whole: { readonly before: unknown; readonly after: unknown };

beforeAll(async () => {
  const shipped = await loadShipped();
  const line = twin.pack({ kind: 'umg', version: '3.0' });
  await twin.fresh();
  twin.writeAgent({
    script: shipped.script('umg'),
    library: shipped.library,
    version: '3.0',
    artifacts: { 'umg-package': line },
    params: twin.params(),
    secrets: {},
  });
  const before = stands();
  const ran = await runAgent(twin, dash, 'upgrade');
  if (ran.code !== 0) throw new Error(ran.said);
  whole = { before, after: stands() };
});
afterAll(() => twin.end());

/** Without what the service itself writes a moment after it has started. */
function stands(): unknown {
  const { files, running } = twin.look();
  const steady = Object.entries(files).filter(([name]) => name !== 'opt/umg/data/state');
  return { files: Object.fromEntries(steady), running };
}

/** The worker, its watch and who called it; with the worker's group goes the step that is at work. */
function kill(withGroup: boolean): void {
  for (const pid of processesOf(`\0${twin.agent}\0`))
    try {
      const leads = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('\0work\0');
      process.kill(leads && withGroup ? -pid : pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
}

/** Spread over the whole way, each a little off. */
const moments = fc
  .sample(fc.record({ off: fc.integer({ min: 0, max: 100 }), withGroup: fc.boolean() }), {
    numRuns: runs,
    seed,
  })
  .map(({ off, withGroup }, at) => ({
    ms: 150 + Math.round((3200 * (at + off / 100)) / runs),
    withGroup,
  }));

test.each(moments.map((moment, at) => ({ ...moment, shell: at % 2 === 0 ? dash : busybox })))(
  'S4 S10: killed after $ms ms in $shell.name, with the group: $withGroup',
  async ({ ms, withGroup, shell }: { ms: number; withGroup: boolean; shell: ShellKind }) => {
    await twin.fresh();
    const child = startAgent(twin, shell, 'upgrade');
    const ended = new Promise((resolve) => child.on('close', resolve));
    await pause(ms);
    kill(withGroup);
    await ended;
    const settled = await runAgent(twin, shell, 'settle');
    expect([whole.before, whole.after], settled.said).toContainEqual(stands());
    const again = await runAgent(twin, shell, 'upgrade');
    expect(again).toMatchObject({ code: 0 });
    expect(stands()).toEqual(whole.after);
  },
);
