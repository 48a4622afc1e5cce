/** Sessions that break, servers that take few of them, files that break each. */
import { describe, expect, test } from 'vitest';
import { overSessions } from '../../../src/release/results/sessions.ts';
import { failure, type ReleaseStore } from '../../../src/release/store.ts';

const lost = () => failure('server-unreachable', 'lost');

interface Rig {
  readonly opened: number;
  readonly done: readonly number[];
  readonly faults: readonly (readonly [number, string])[];
  readonly ended: string | undefined;
}

/** `most` sessions are taken at all; `work` is told which session and how often this item was tried. */
async function rig(
  items: number,
  work: (item: number, tries: number) => Promise<void>,
  most = 1_000,
): Promise<Rig> {
  const [done, faults]: [number[], [number, string][]] = [[], []];
  const tries = new Map<number, number>();
  let opened = 0;
  const open = () => {
    opened += 1;
    if (opened > most) return Promise.reject(failure('server-refused', '421 too many'));
    return Promise.resolve({ close: () => undefined } as ReleaseStore);
  };
  const fault = await overSessions(
    {
      url: 'ftp://x',
      open,
      items: Array.from({ length: items }, (_, at) => at),
      work: async (_store, item) => {
        tries.set(item, (tries.get(item) ?? 0) + 1);
        await work(item, tries.get(item) ?? 0);
        done.push(item);
      },
      onFault: (item, { code }) => faults.push([item, code]),
    },
    await open(),
  );
  return { opened, done: done.sort((a, b) => a - b), faults, ended: fault?.code };
}

const all = (count: number) => Array.from({ length: count }, (_, at) => at);

describe('B10: sessions to one server', () => {
  test('several are opened, each item is done once', async () => {
    const { opened, done } = await rig(100, () => Promise.resolve());
    expect([opened, done]).toEqual([6, all(100)]);
  });

  test('a server that takes one only is worked over that', async () => {
    const { done, ended } = await rig(100, () => Promise.resolve(), 1);
    expect([done, ended]).toEqual([all(100), undefined]);
  });

  test('what a broken session was at is tried once more', async () => {
    const { done, faults } = await rig(50, (item, tries) =>
      item % 10 === 0 && tries === 1 ? Promise.reject(lost()) : Promise.resolve(),
    );
    expect([done, faults]).toEqual([all(50), []]);
  });

  test('what breaks each session is told, and the rest is done', async () => {
    const { done, faults } = await rig(50, (item) =>
      item === 7 ? Promise.reject(lost()) : Promise.resolve(),
    );
    expect(done).toEqual(all(50).filter((item) => item !== 7));
    expect(faults).toEqual([[7, 'server-unreachable']]);
  });

  test('many that are too large don’t end it', async () => {
    const { done, faults } = await rig(200, (item) =>
      item < 150 ? Promise.reject(failure('file-too-large', 'x')) : Promise.resolve(),
    );
    expect([done.length, faults.length]).toEqual([50, 150]);
  });

  test('F26: a server that is gone ends it, and all that is left is told', async () => {
    const { done, faults, ended } = await rig(100, (item) =>
      item < 40 ? Promise.resolve() : Promise.reject(lost()),
    );
    expect(ended).toBe('server-unreachable');
    expect(done.length + new Set(faults.map(([item]) => item)).size).toBe(100);
  });

  test('a defect is none of the server’s', async () => {
    await expect(rig(3, () => Promise.reject(new TypeError('x')))).rejects.toThrow(TypeError);
  });
});
