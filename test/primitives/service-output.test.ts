/** What a service's start prints: its last lines say why it failed, and whoever holds its output lives on. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Rig } from '../device/kit/rig.ts';
import { allShells } from '../device/kit/shells.ts';
import { outputOf, resultOf, trial } from '../device/kit/stories.ts';
import { freshRigs } from './rigs.ts';

const fresh = freshRigs();

/** An init script that is down until the file `up` is there; `start` does this. */
function install(rig: Rig, start: string): void {
  const script = join(rig.services, 'umg');
  const status = `[ -e '${rig.folder}/up' ] || exit 3`;
  writeFileSync(
    script,
    `#!/bin/sh\ncd '${rig.folder}'\ncase $1 in status) ${status} ;; start) ${start} ;; esac\n`,
  );
  chmodSync(script, 0o755);
}

async function started(rig: Rig, within = 60): Promise<{ result?: string; said: string }> {
  const session = await rig.session();
  const reply = await session.ask(trial(rig, 'start', { service: 'umg' }, { way: 'self', within }));
  const result = resultOf(reply);
  return { ...(result !== undefined && { result }), said: outputOf(reply) };
}

// In yash it is not heard (docs/device-kit.md).
const hearing = allShells.filter(({ name }) => name !== 'yash');

describe.concurrent.each(hearing)('in $name', (shell) => {
  it('F33: the last lines, of standard output and error, stand in the cause', async () => {
    const rig = fresh(shell);
    install(rig, 'echo one; echo two; echo "port 80"; echo >&2 "is taken: 100%"; exit 7');
    const { result, said } = await started(rig);
    expect(result).toBe('failed');
    expect(said.trimEnd().split('\n').at(-1)).toMatch(
      /^umg did not start: its init script returned 7; it printed: two \/ port 80 \/ is taken: 100%$/,
    );
  });

  it('F33: it printed nothing', async () => {
    const rig = fresh(shell);
    install(rig, 'exit 7');
    expect((await started(rig)).said).toMatch(/its init script returned 7\s*$/);
  });

  it('F40: of very much the end is told, and little of it', async () => {
    const rig = fresh(shell);
    const line = 'x'.repeat(300);
    install(
      rig,
      `i=0; while [ $i -lt 3000 ]; do echo "$i ${line}"; i=$((i+1)); done; echo last; exit 7`,
    );
    const { said } = await started(rig);
    expect(said).toMatch(/returned 7; it printed: .*x \/ last\s*$/);
    expect(said.length).toBeLessThan(1000);
  });

  it('it says that it started, and does not come up', async () => {
    const rig = fresh(shell);
    install(rig, 'echo "can not bind"; exit 0');
    const { result, said } = await started(rig, 1);
    expect(result).toBe('failed');
    expect(said).toContain('umg is still not running; it printed: can not bind');
  });

  it('what it started may hold its output and print for as long as it likes', async () => {
    const rig = fresh(shell);
    const daemon = `(n=0; while [ ! -e stop ]; do echo "line $n of much"; n=$((n+1)); echo $n >lines; sleep 0.05; done; echo ended >lines) &`;
    install(rig, `: >up; ${daemon}`);
    expect((await started(rig)).result).toBe('done');
    const lines = (): string => {
      const path = join(rig.folder, 'lines');
      return existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
    };
    while (Number(lines()) < 10) await pause(20);
    writeFileSync(join(rig.folder, 'stop'), '');
    while (lines() !== 'ended') await pause(20);
  });
});
