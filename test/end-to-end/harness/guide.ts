/** A guide's commands, run block by block on a machine of its own: own processes, /srv, /etc and loopback ports. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../../..');

/** $1: the guide's commands, $2: a copy of /etc, $3: more to be done before, as commands. */
const machineText = `
  set -e
  mount --bind "$2" /etc
  mount -t tmpfs none /srv
  ip link set lo up
  eval "$3"
  bash "$1"
`;

export interface GuideSaid {
  readonly status: number | null;
  readonly text: string;
}

/** `name` is the file's below docs/guides; `before` are commands of the machine's own. */
export function runGuide(name: string, before = ''): GuideSaid {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-guide-'));
  try {
    const guide = readFileSync(join(project, 'docs/guides', name), 'utf8');
    return runBlocks(folder, blocksOf(guide).map(withoutInstalling), before);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function blocksOf(text: string): readonly string[] {
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
}

function withoutInstalling(block: string): string {
  return block.replace(/^apt-get .*\n/m, '');
}

function runBlocks(folder: string, blocks: readonly string[], before: string): GuideSaid {
  const commands = blocks.map((block, index) => `echo "== block ${String(index)}"\n${block}`);
  const script = join(folder, 'guide.sh');
  writeFileSync(script, `set -eu\n${commands.join('\n')}`);
  // Where the guide's reader has the project; `set -u` finds a variable that nobody has set.
  symlinkSync(project, join(folder, 'cutover'));
  mkdirSync(join(folder, 'etc'));
  spawnSync('cp', ['-a', '/etc/.', join(folder, 'etc')]);
  const unshare = ['--mount', '--pid', '--net', '--fork', '--mount-proc', '--kill-child'];
  const words = [...unshare, 'sh', '-c', machineText, 'guide', script, join(folder, 'etc'), before];
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
