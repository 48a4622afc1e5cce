/** The tracer itself: it counts over all processes, ends them all before a call, and what it says of the disc is so. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { processesOf } from '../device/kit/rig.ts';
import { mainShells } from '../device/kit/shells.ts';
import { snapshot } from '../device/kit/snapshot.ts';
import { callsIn, trace, whyNoTracer, type Tracing } from './tracer.ts';

const folder = mkdtempSync(join(tmpdir(), 'cutover-tracer-'));
const [disc, calls, images] = ['disc', 'calls', 'images'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
beforeEach(() => {
  for (const name of [disc, images]) {
    rmSync(name, { recursive: true, force: true });
    mkdirSync(name);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** One after the other, so that each time the calls are the same: a subshell, other programs, a background job. */
const text = `cd "$1"
echo one >a
(mkdir b; echo two >b/c)
mv a d
chmod 600 d &
wait
ln -s d e
rm d
sync
`;

const why = whyNoTracer();
describe.skipIf(why !== undefined).each(mainShells)(
  `in $name${why === undefined ? '' : ` (skipped: ${why})`}`,
  ({ command }) => {
    const run = async (how: Partial<Tracing>, words = text): Promise<string> => {
      const traced = await trace({
        command: [...command, '-c', words, 'traced', disc],
        env: process.env,
        ...how,
      });
      await traced.end();
      return traced.verdict;
    };

    it('counts all processes together', async () => {
      expect(await run({ calls })).toBe('ended 0');
      const names = callsIn(calls).map(({ what }) => what.split(' ')[0] ?? '');
      for (const name of ['write', 'symlink', 'unlink', 'mkdir', 'rename', 'chmod', 'sync'])
        expect(
          names.filter((found) => found.includes(name)),
          name,
        ).not.toEqual([]);
      expect(callsIn(calls).map(({ no }) => no)).toEqual(names.map((_, at) => at + 1));
    });

    it('ends all of it before the n-th call, and the disc is as was said', async () => {
      expect(await run({ calls, images, watch: disc })).toBe('ended 0');
      const all = callsIn(calls);
      for (const { no, image, what } of all) {
        rmSync(disc, { recursive: true });
        mkdirSync(disc);
        expect(await run({ endBefore: no })).toBe(`killed ${String(no)}`);
        expect(snapshot(disc), what).toEqual(snapshot(join(images, String(image))));
        expect(processesOf(`\0traced\0${disc}\0`)).toEqual([]);
      }
      expect(new Set(all.map(({ image }) => image)).size).toBeGreaterThan(8);
    });

    it('leaves what is to be left, and ends it with itself', async () => {
      const service = join(folder, 'service');
      writeFileSync(service, 'sleep 0.3\necho on >"$1/served"\nexec tail -f "$1/served"\n');
      const words = `setsid sh '${service}' "$1" & sleep 0.1; echo x >"$1/x"; echo y >"$1/y"`;
      const traced = await trace({
        command: [...command, '-c', words, 'traced', disc],
        env: process.env,
        calls,
        leave: [service],
      });
      expect(traced.verdict).toBe('ended 0');
      expect(callsIn(calls).filter(({ what }) => what.includes('served'))).toEqual([]);
      while (!existsSync(join(disc, 'served'))) await pause(10);
      expect(readFileSync(join(disc, 'x'), 'utf8')).toBe('x\n');
      await traced.end();
      expect(processesOf(`${disc}/served`)).toEqual([]);
    });
  },
);
