/** The shell texts themselves: right by shellcheck, plain ASCII, and deciding by the protocol's own table. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deviceTable, reactionTo } from '../../../src/protocol/device-table.ts';
import type { DeviceState, Order } from '../../../src/protocol/messages.ts';
import { bindings, platform } from './rig.ts';
import { kit, quoted } from './session.ts';
import { allShells } from './shells.ts';

const texts = new Map([['the kit', kit], ['posix.sh', platform], ...bindings]);
/**
 * `a && b || c` is meant as it works; subshells keep their changes to themselves; what a binding sets or
 * calls may come from the kit, from its params or from posix.sh.
 */
const passed = ['SC2015', 'SC2030', 'SC2031', 'SC2034', 'SC2154', 'SC2317', 'SC2329'];

it('passes shellcheck', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-text-'));
  const files = [...texts].map(([name, text]) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  });
  const said = spawnSync('shellcheck', ['-s', 'sh', '-e', passed.join(','), ...files], {
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  expect([said.stdout, said.status]).toEqual(['', 0]);
});

it.each([...texts])('%s is ASCII, which every shell reads in every locale', (_, text) => {
  expect(/[^\n\t -~]/.exec(text)).toBeNull();
});

const session = `kit_home=/none kit_token=x kit_hash=x\n${kit}\n`;

describe.each(allShells)('in $name', (shell) => {
  const run = (script: string): string => {
    const [command, ...args] = shell.command;
    return spawnSync(command, [...args, '-c', session + script], { encoding: 'latin1' }).stdout;
  };

  it('reacts by the table', () => {
    const states = Object.keys(deviceTable) as DeviceState[];
    const orders: readonly Order[] = [
      'inquire',
      'prepare',
      'switch',
      'verify',
      'hold',
      'confirm',
      'finish',
      'revert',
      'report',
    ];
    const pairs = states.flatMap((state) => orders.map((order) => [state, order] as const));
    const asked = pairs.map(
      ([state, order]) => `kit_reaction ${state} ${order}; kit_put "$kit_reacts "`,
    );
    expect(run(asked.join('\n')).trim().split(' ')).toEqual(
      pairs.map(([state, order]) => reactionTo(state, order)),
    );
  });

  it('quotes any text so that it comes back to the byte, on one line', () => {
    const highest = shell.asciiOnly === true ? 127 : 255;
    const bytes = Array.from({ length: highest }, (_, at) => String.fromCharCode(at + 1));
    const hostile = [
      ...bytes,
      bytes.join(''),
      "'",
      "''",
      "a'\n'b",
      '\n',
      "'\n'",
      '$(id)`id`',
      '\\',
      '*',
    ];
    const checks = hostile.map((text, at) => {
      const word = quoted(text);
      return `kit_quote ${word}; eval "kit_back=$kit_quoted"
[ "$kit_back" = ${word} ] || kit_put '${at} '
case $kit_quoted in *"$kit_nl"*) kit_put '${at}: lines ' ;; esac`;
    });
    const [command, ...args] = shell.command;
    const input = Buffer.from(`${session}${checks.join('\n')}\nkit_put end`, 'latin1');
    expect(spawnSync(command, args, { input, encoding: 'latin1' }).stdout).toBe('end');
  });

  it('puts a text to the byte, one that looks like an option too', () => {
    const texts = ['-1', '-n', '--', '-', '-e 7', '\\055', '-\\0551', '%s'];
    const all = texts.map((text) => `kit_put ${quoted(text)}; kit_put "$kit_nl"`).join('\n');
    expect(run(all).split('\n').slice(0, -1)).toEqual(texts);
  });

  it('escapes what an answer can not hold', () => {
    const escaped = run(`kit_escape "a b%c'd/x"; kit_put "$kit_escaped"`);
    expect(escaped).toMatch(/^[A-Za-z0-9@._:,/+%-]*$/);
    expect(decodeURIComponent(escaped)).toBe("a b%c'd/x");
    expect(run('kit_escape "/var/lib/a-b_c@1:2,3+4.5"; kit_put "$kit_escaped"')).toBe(
      '/var/lib/a-b_c@1:2,3+4.5',
    );
  });

  it('counts the centiseconds since the start', () => {
    expect(run('kit_clock; kit_put "$kit_now"')).toMatch(/^[1-9][0-9]*$/);
  });
});
