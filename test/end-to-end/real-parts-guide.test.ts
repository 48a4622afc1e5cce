/** docs/guides/real-parts.md, run block by block on a machine of its own: what it says is what happens. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { whyNoMachines } from './harness/machine.ts';

const project = resolve(import.meta.dirname, '../..');
const guide = readFileSync(join(project, 'docs/guides/real-parts.md'), 'utf8');

/** $1: the guide's commands, $2: a copy of /etc. Its own processes, /srv, /etc and loopback ports. */
const machineText = `
  set -e
  mount --bind "$2" /etc
  mount -t tmpfs none /srv
  ip link set lo up
  bash "$1"
`;

test.skipIf(whyNoMachines() !== undefined)('every command of the guide does what it says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-guide-'));
  try {
    const said = runGuide(folder, blocksOf(guide).map(withoutInstalling));
    expect(said.status, said.text).toBe(0);
    expect(said.text).toContain('== block 3\nok 2.0\nok 2.0\n');
    expect(said.text).toContain('COMMITTED');
    expect(said.text).toContain('NOTHING TO DO');
    expect(said.text).toContain('\nok 3.0\nok 3.0\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function blocksOf(text: string): readonly string[] {
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
}

function withoutInstalling(block: string): string {
  return block.replace(/^apt-get .*\n/m, '');
}

function runGuide(
  folder: string,
  blocks: readonly string[],
): { status: number | null; text: string } {
  const commands = blocks.map((block, index) => `echo "== block ${String(index)}"\n${block}`);
  const script = join(folder, 'guide.sh');
  writeFileSync(script, `set -eu\n${commands.join('\n')}`);
  // Where the guide's reader has the project; `set -u` finds a variable that nobody has set.
  symlinkSync(project, join(folder, 'cutover'));
  mkdirSync(join(folder, 'etc'));
  spawnSync('cp', ['-a', '/etc/.', join(folder, 'etc')]);
  const unshare = ['--mount', '--pid', '--net', '--fork', '--mount-proc', '--kill-child'];
  const words = [...unshare, 'sh', '-c', machineText, 'guide', script, join(folder, 'etc')];
  const { status, stdout, stderr } = spawnSync('unshare', words, {
    encoding: 'utf8',
    env: {
      PATH: `${dirname(process.execPath)}:/usr/sbin:/usr/bin:/sbin:/bin`,
      HOME: folder,
      NO_COLOR: '1',
    },
    timeout: 200_000,
    killSignal: 'SIGKILL',
  });
  return { status, text: `${stdout}\n--- stderr ---\n${stderr}` };
}
