/** `run`: any program, its arguments to the byte, its output within bounds, its secret on no list of processes. */
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Rig } from '../device/kit/rig.ts';
import { allShells, mainShells, type ShellKind } from '../device/kit/shells.ts';
import { attempt, outputOf, resultOf, trial, valueOf } from '../device/kit/stories.ts';
import { hostileText } from './changing.ts';
import { freshRigs } from './rigs.ts';

const fresh = freshRigs();
/** What this shell can be told. */
const spoken = (shell: ShellKind, text: string): string =>
  shell.asciiOnly === true ? text.replace(/[^\0-\x7f]/g, '?') : text;
const run = { writes: '', 'secret:input': '' };

/** A program that writes its arguments to a file, each ended by a NUL. */
function recorder(rig: Rig, more = ''): string {
  const program = join(rig.root, 'record args');
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\0' "$@" > "$0.args"\n${more}\n`);
  chmodSync(program, 0o755);
  return program;
}
const recorded = (program: string): readonly string[] =>
  readFileSync(`${program}.args`, 'utf8').split('\0').slice(0, -1);

describe.concurrent.each(allShells)('in $name', (shell) => {
  it('F8: passes arguments to the byte', async () => {
    const rig = fresh(shell);
    const program = recorder(rig);
    const all = Array.from({ length: 127 }, (_, code) => String.fromCharCode(code + 1)).join('');
    const words = ["'; rm -rf / #", '', '-n', '--', hostileText, '\\', all, '\u00e9\u0081\u0088'];
    const rest = words.map((word) => spoken(shell, word));
    const reply = await attempt(rig, 'run', { program, ...run }, { rest, way: 'self' });
    expect(resultOf(reply)).toBe('done');
    expect(recorded(program)).toEqual(rest);
    expect(readdirSync(rig.folder)).not.toContain('pwned');
  });

  it('S13: a secret comes on standard input, and stands nowhere else', async () => {
    const rig = fresh(shell);
    const program = recorder(
      rig,
      'cat > "$0.input"; tr "\\0" " " < /proc/$$/environ > "$0.env"; ps -ef >> "$0.env"',
    );
    const secret = spoken(shell, `sesame ${hostileText}`);
    const session = await rig.session();
    const params = { program, writes: '', 'secret:input': secret };
    const reply = await session.ask(trial(rig, 'run', params, { way: 'self' }));
    expect(resultOf(reply)).toBe('done');
    expect(readFileSync(`${program}.input`, 'utf8')).toBe(secret);
    expect(readFileSync(`${program}.env`, 'utf8')).not.toContain('sesame');
    const left = readdirSync(rig.home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .filter((entry) =>
        readFileSync(join(entry.parentPath, entry.name), 'utf8').includes('sesame'),
      );
    expect(left.map(({ name }) => name)).toEqual([]);
  });
});

describe.concurrent.each(mainShells)('in $name', (shell) => {
  it('gives its standard output, and shows what it says beside', async () => {
    const rig = fresh(shell);
    const program = recorder(rig, 'echo given; echo beside >&2');
    const reply = await attempt(rig, 'run', { program, ...run }, { gives: true });
    expect(valueOf(reply)).toBe('given');
    expect(outputOf(reply)).toContain('beside');
  });

  it('has an empty standard input without a secret', async () => {
    const rig = fresh(shell);
    const program = recorder(rig, 'wc -c');
    const reply = await attempt(rig, 'run', { program, ...run }, { gives: true });
    expect(valueOf(reply)?.trim()).toBe('0');
  });

  it('fails with the program, and says with what', async () => {
    const rig = fresh(shell);
    const program = recorder(rig, 'exit 7');
    for (const gives of [false, true]) {
      const reply = await attempt(
        gives ? fresh(shell) : rig,
        'run',
        { program, ...run },
        { gives },
      );
      expect(resultOf(reply)).toBe('failed');
      expect(outputOf(reply)).toContain(`${program} returned 7`);
    }
  });

  it.each(['no-such-program', '-rf', 'bin/relative', '', '/none'])(
    'refuses %j',
    async (program) => {
      const reply = await attempt(fresh(shell), 'run', { program, ...run });
      expect(outputOf(reply)).toMatch(/there is no program|neither a program/);
    },
  );

  it('runs a program, not the shell’s own word of that name', async () => {
    const reply = await attempt(fresh(shell), 'run', { program: 'umask', ...run });
    expect(resultOf(reply)).toBe('failed');
  });

  const prints =
    'head -c 3000000 /dev/zero | tr "\\0" x; head -c 3000000 /dev/zero | tr "\\0" y >&2';

  it('F40: passes on a MiB and counts the rest', async () => {
    const rig = fresh(shell);
    const program = recorder(rig, prints);
    const reply = await attempt(rig, 'run', { program, ...run });
    expect(resultOf(reply)).toBe('done');
    expect(reply.text.length).toBeLessThan(1_048_576 + 8192);
    expect(reply.text).toMatch(/\[[0-9]+ more bytes were not passed on\]/);
  });

  it.each([
    'head -c 3000000 /dev/zero | tr "\\0" x',
    "trap '' PIPE; yes 2>/dev/null | head -c 3000000; exit 0",
  ])('F40: gives no value of more than a MiB (%s)', async (more) => {
    const rig = fresh(shell);
    const reply = await attempt(
      rig,
      'run',
      { program: recorder(rig, more), ...run },
      { gives: true },
    );
    expect(resultOf(reply)).toBe('failed');
    expect(outputOf(reply).slice(-60)).toContain('it gave more than a MiB');
  });
});
