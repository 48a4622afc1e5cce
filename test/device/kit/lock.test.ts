/** The lock under many at once: one at a time, whoever dies with it. */
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshRigs } from '../../primitives/rigs.ts';
import type { Rig } from './rig.ts';
import { mainShells } from './shells.ts';

const fresh = freshRigs();

/** A shell of its own group that has the kit and does this; its exit code. */
function working(rig: Rig, script: string): Promise<number | null> {
  const [command, ...args] = rig.shell.command;
  const head = `kit_home='${rig.home}' kit_token=x kit_hash=x; . '${rig.program}'\n`;
  const child = spawn(command, [...args, '-c', head + script], { detached: true, stdio: 'ignore' });
  return new Promise((resolve) => child.on('exit', resolve));
}

/** Reads a number and writes it back higher by one, in a way that loses counts if two do it at once. */
const count = (rig: Rig): string =>
  `kit_lock 60 || exit 1; read -r n <'${rig.folder}/n'; sleep 0.01; kit_put "$((n + 1))$kit_nl" >'${rig.folder}/n'`;

describe.concurrent.each(mainShells)('in $name', (shell) => {
  it('loses no count, with old locks swept meanwhile', async () => {
    const rig = fresh(shell);
    writeFileSync(join(rig.folder, 'n'), '0\n');
    const sweep = `kit_lock_swept; [ -z "$kit_lock_old" ] || (cd '${rig.home}' && rm -f $kit_lock_old)`;
    const script = `for i in 1 2 3 4 5 6 7 8; do ${count(rig)}; ${sweep}; kit_unlock; done`;
    const codes = await Promise.all([1, 2, 3, 4, 5].map(() => working(rig, script)));
    expect(codes).toEqual([0, 0, 0, 0, 0]);
    expect(readFileSync(join(rig.folder, 'n'), 'utf8')).toBe('40\n');
    expect(readdirSync(rig.home).filter((name) => name.startsWith('lock.')).length).toBeLessThan(8);
  });

  it('is broken by one alone when its holder has died', async () => {
    const rig = fresh(shell);
    writeFileSync(join(rig.folder, 'n'), '0\n');
    const codes = await Promise.all(
      Array.from({ length: 8 }, () => working(rig, `${count(rig)}; kill -s KILL $$`)),
    );
    expect(codes).toEqual(Array.from({ length: 8 }, () => null));
    expect(readFileSync(join(rig.folder, 'n'), 'utf8')).toBe('8\n');
  });

  it('is broken when it was left without its holder’s line, or is of another boot', async () => {
    const rig = fresh(shell);
    writeFileSync(join(rig.folder, 'n'), '0\n');
    writeFileSync(join(rig.home, 'lock.7'), '');
    expect(await working(rig, `${count(rig)}; kit_unlock`)).toBe(0);
    writeFileSync(join(rig.home, 'lock.9'), '1:1:1:00000000-0000-0000-0000-000000000000\n');
    expect(await working(rig, `${count(rig)}; kit_unlock`)).toBe(0);
    expect(readFileSync(join(rig.folder, 'n'), 'utf8')).toBe('2\n');
    expect(readFileSync(join(rig.home, 'lock.10'), 'utf8')).toMatch(/\nfree\n$/);
  });
});
