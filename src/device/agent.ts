/**
 * The agent's text: the kit, the runner and one program, joined (docs/agent.md).
 *
 * Rule 1: the same parts give the same text, to the byte.
 */
import { existsSync, readFileSync } from 'node:fs';
import { kitHash, kitText } from './kit.ts';

/** In the order in which the shell must read them: what a program calls, and who calls it. */
const runner = [
  'numbers',
  'versions',
  'values',
  'conditions',
  'params',
  'causes',
  'run',
  'transact',
  'work',
] as const;
const alone = ['shapes', 'conf', 'upgrade'] as const;
/** What looks, believes, fetches and reports. */
const pull = [
  'log',
  'time',
  'shapes',
  'conf',
  'metadata',
  'offers',
  'signature',
  'roots',
  'trust',
  'ask',
  'choose',
  'outbox',
  'report',
  'go',
  'main',
] as const;

/** A built tree (`dist/src/device`) leaves the shell's parts where they are written. */
const folders = ['./agent/', '../../../src/device/agent/'].map(
  (path) => new URL(path, import.meta.url),
);

/** Kit, runner and program in one text: `sh agent.sh upgrade --settings FILE`. */
export function joinedText(program: string): string {
  return [HEAD, kitCarried(), ...[...runner, ...alone].map(readPart), program, TAIL].join('\n');
}

/** The agent of devices that pull: `sh agent.sh run`. It has no program in it: that comes with a release. */
export function agentText(): string {
  const parts = [...runner.map(readPart), fetchText(), ...pull.map(readPart)];
  return [`#!/bin/sh\n${readPart('head')}`, kitCarried(), ...parts, AGENT_TAIL].join('\n');
}

/** What the primitive `fetch` does is what the agent does: one text. */
function fetchText(): string {
  const folders = ['../../primitives/', '../../../primitives/'];
  const files = folders.map((folder) => new URL(`${folder}stage/fetch/posix.sh`, import.meta.url));
  const file = files.find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error('the primitive fetch is missing');
  return readFileSync(file, 'utf8');
}

/** On one line: a shell that has read it needs the file no more, whatever takes its place. */
const AGENT_TAIL = `case $0 in /*) agent_self=$0 ;; *) agent_self=$PWD/$0 ;; esac
agent_main "$@"; exit "$?"
`;

/** All of its own is set here or by name, and much is called by name. */
const HEAD = `#!/bin/sh
# A device that upgrades itself: the kit that keeps state and undo records, the runner, and the program of one release,
# which comes last and whose head says what it does.
#
#   sh agent.sh upgrade --settings FILE     brings this device to the program's version, or back
#   sh agent.sh settle --settings FILE      ends what was begun and interrupted, and no more
#   sh agent.sh look --settings FILE        prints the installed version
#
# shellcheck disable=SC1083,SC2015,SC2016,SC2034,SC2043,SC2154,SC2317,SC2329
`;

const TAIL = `case $0 in /*) alone_program=$0 ;; *) alone_program=$PWD/$0 ;; esac
alone_main "$@"
exit "$?"
`;

/** The kit lies on the device as a file of its own, since the guard runs it. */
function kitCarried(): string {
  return `# --- the kit, as it is put into the device's home (docs/device-kit.md)

agent_kit_hash=${kitHash()}
agent_kit() {
  cat <<'END_OF_THE_KIT'
${kitText()}END_OF_THE_KIT
}
`;
}

function readPart(part: string): string {
  const files = folders.map((folder) => new URL(`${part}.sh`, folder));
  const file = files.find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`the agent's part ${part}.sh is missing`);
  return readFileSync(file, 'utf8');
}
