/**
 * One command behind one SSH channel.
 *
 * Rule 1: it is `sh -c COMMAND`, leader of a session and of a process group of its own, without a terminal.
 * Rule 2: the channel closes when the command has ended and its outputs are closed, as sshd has it.
 * Rule 3: the channel is closed by the client: SIGHUP to the group. What has left the group lives on.
 */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import type { ServerChannel } from 'ssh2';

export interface CommandSettings {
  /** What runs each command, with `-c`: `['sh']`, or `['busybox', 'sh']`. */
  readonly shell: readonly [string, ...string[]];
  /** The whole environment of a command. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where a command starts. */
  readonly folder: string;
}

export interface RunningCommand {
  /** Sends a signal to the whole group; nothing if it has ended or the signal is unknown. */
  readonly signal: (name: string) => void;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

export function runCommand(
  channel: ServerChannel,
  command: string,
  settings: CommandSettings,
): RunningCommand {
  const [program, ...words] = settings.shell;
  const child = spawn(program, [...words, '-c', command], {
    cwd: settings.folder,
    env: { ...settings.environment },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const running = { signal: signalTo(child) };
  join(channel, child);
  channel.on('close', () => {
    running.signal('SIGHUP');
  });
  return running;
}

function join(channel: ServerChannel, child: Child): void {
  channel.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.on('error', (error) => {
    channel.stderr.write(`${error.message}\n`);
    finish(channel, 127, null);
  });
  child.on('close', (status, signal) => {
    finish(channel, status, signal);
  });
}

/** As a shell tells it: 128 and the signal's number for a command that a signal ended. */
function finish(
  channel: ServerChannel,
  status: number | null,
  signal: NodeJS.Signals | null,
): void {
  if (channel.destroyed || !channel.writable) return;
  channel.exit(status ?? 128 + constants.signals[signal ?? 'SIGKILL']);
  channel.end();
}

/** As long as somebody holds its outputs the group is there, even when its leader has ended. */
function signalTo(child: Child): RunningCommand['signal'] {
  let over = false;
  child.on('close', () => (over = true));
  return (name) => {
    if (child.pid === undefined || over) return;
    try {
      process.kill(-child.pid, name);
    } catch {
      // It has ended in between, or there is no such signal.
    }
  };
}
