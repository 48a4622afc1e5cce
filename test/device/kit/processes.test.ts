/**
 * How many processes the kit starts for each order of a small upgrade: on the smallest device each costs
 * milliseconds, and a thousand simulated ones share one machine. The numbers are bounds; lower is better.
 * Pauses are not counted: how many there are while the kit waits for its timer is the machine's doing.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freshRigs } from '../../primitives/rigs.ts';
import { mustBe, order, type Rig } from './rig.ts';
import { cutOver, install, prepare, service } from './scenario.ts';
import { Session } from './session.ts';
import type { ShellKind } from './shells.ts';

const fresh = freshRigs();

function traced(file: string): ShellKind {
  const calls = 'trace=execve,clone,clone3,fork,vfork,chdir';
  return {
    name: 'dash, traced',
    command: ['strace', '-f', '-qq', '-s', '300', '-o', file, '-e', calls, 'dash'],
  };
}

interface Count {
  readonly forks: number;
  readonly programs: number;
}

/** Its lines; a call that others came between is one line, where it ended. */
function whole(trace: string): readonly string[] {
  const begun = new Map<string, string>();
  return trace.split('\n').flatMap((line) => {
    const [, process = '', call = ''] = /^(\d+) +(.*)/.exec(line) ?? [];
    const [, open] = /^(.*) <unfinished \.\.\.>$/.exec(call) ?? [];
    if (open !== undefined) begun.set(process, open);
    const end = /^<\.\.\. \w+ resumed>(.*)/.exec(call)?.[1];
    if (open !== undefined) return [];
    return end === undefined ? [line] : [`${process} ${begun.get(process) ?? ''}${end}`];
  });
}

/** Counts between marks, which are folders that the session tries to enter. */
function counts(trace: string): Readonly<Record<string, Count>> {
  const found: Record<string, Count> = {};
  let mark = 'hello';
  for (const line of whole(trace)) {
    mark = /chdir\("\/mark\/(\w+)"/.exec(line)?.[1] ?? mark;
    const { forks, programs } = found[mark] ?? { forks: 0, programs: 0 };
    const forked = /\b(clone3?|v?fork)\(.*= [1-9]/.test(line);
    const started = /execve\(.*= 0$/.test(line);
    // It had to fork, too.
    const paused = started && line.includes('["sleep"');
    found[mark] = {
      forks: forks + (forked ? 1 : 0) - (paused ? 1 : 0),
      programs: programs + (started && !paused ? 1 : 0),
    };
  }
  return found;
}

async function wholeWay(rig: Rig): Promise<string> {
  const file = join(rig.folder, 'trace');
  const session = new Session({ home: rig.home, shell: traced(file) });
  await session.until(/ hello kit=/);
  const orders: readonly (readonly [string, string, string])[] = [
    ['inquire', order('inquire', 'standing'), 'standing'],
    ['prepare', prepare(rig), 'staged'],
    ['again', order('inquire', 'standing'), 'standing'],
    ['switch', cutOver(rig), 'armed'],
    ['verify', order('verify', 'verified'), 'verified'],
    ['hold', order('hold', 'voted'), 'voted'],
    ['confirm', order('confirm', 'confirmed'), 'confirmed'],
    ['report', order('report', 'reported'), 'reported'],
  ];
  for (const [mark, request, word] of orders) {
    session.write(`cd /mark/${mark}\n`);
    mustBe(await session.ask(request), word);
  }
  // Else strace would wait for what the service left running.
  service(rig, 'stop');
  await session.close();
  return readFileSync(file, 'utf8');
}

it('starts no more than it must', async () => {
  const found = counts(await wholeWay(install(fresh())));
  // What was staged is looked at in three (find, stat, sha256sum), before the first service stops.
  // Of these the init script of the scenario starts itself: 1 in each fingerprint, 12 in the switch.
  expect(found['hello']?.programs).toBeLessThanOrEqual(3);
  expect(found['inquire']?.programs).toBe(0);
  // Of these the archive takes sixteen: its limits and the room for it are measured before anything of it is written
  // (wc, df, awk, od), and what comes out of gzip ends at its limit (head), in both passes, and is read to its end (cat).
  expect(found['prepare']?.programs).toBeLessThanOrEqual(46);
  expect(found['again']?.programs).toBeLessThanOrEqual(9);
  expect(found['switch']?.programs).toBeLessThanOrEqual(47);
  expect(found['verify']?.programs).toBe(0);
  expect(found['hold']?.programs).toBeLessThanOrEqual(7);
  expect(found['confirm']?.programs).toBeLessThanOrEqual(2);
  expect(found['report']?.programs).toBeLessThanOrEqual(1);
  const forks = Object.values(found).reduce((sum, one) => sum + one.forks, 0);
  expect(forks).toBeLessThanOrEqual(170);
});

/** The arguments of every program that was started, in order, each as one text. */
function started(trace: string): readonly string[] {
  return whole(trace).flatMap((line) => /execve\("[^"]+", \[(.*?)\]/.exec(line)?.[1] ?? []);
}

it('S6: a record, and the state before it, are on the disc before the effect', async () => {
  const programs = started(await wholeWay(install(fresh())));
  const effects: readonly (readonly [string, RegExp])[] = [
    ['undo/4"', /^"tar", "-x/],
    ['undo/10"', /init\.d\/umg", "stop"/],
    ['undo/12"', /^"sh", "-c", "printf/],
    ['undo/13"', /^"ln", "-sfn"/],
  ];
  for (const [record, effect] of effects) {
    const synced = programs.findIndex((one) => one.startsWith('"sync"') && one.includes(record));
    const done = programs.findIndex((one) => effect.test(one));
    expect([record, synced >= 0 && done > synced]).toEqual([record, true]);
    expect(programs[synced]).toContain('tx-1/state"');
  }
  // The copy goes to the disc before the record that leads back to it.
  const copied = programs.findIndex(
    (one) => one.startsWith('"cp", "-a"') && one.includes('kept/11'),
  );
  const synced = programs.findIndex((one, at) => at > copied && one === '"sync"');
  const recorded = programs.findIndex(
    (one) => one.startsWith('"sync"') && one.includes('undo/11"'),
  );
  expect([copied >= 0, synced > copied, recorded > synced]).toEqual([true, true, true]);
});
