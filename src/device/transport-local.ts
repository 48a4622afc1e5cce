/** This very machine as a device: a shell in a session of its own, over pipes. */
import { execa } from 'execa';
import { fault, type OrFault } from '../protocol/fault.ts';
import type { Channel, ChannelListener, Connection } from './transport.ts';

/** Of an end, what matters here. Said, it spares the compiler the whole of execa's types: a third of its time. */
interface Ended {
  readonly exitCode?: number;
}

/** `shell` is the program that runs commands, `sh` as a rule. */
export function connectLocal(shell: string): Connection {
  const running = new Set<Channel>();
  return {
    start: (command, listener) => Promise.resolve(startLocal(shell, command, listener, running)),
    close: () => {
      for (const channel of running) channel.destroy();
    },
    onLost: () => undefined,
  };
}

function startLocal(
  shell: string,
  command: string,
  listener: ChannelListener,
  running: Set<Channel>,
): OrFault<Channel> {
  // Detached: like sshd's, each command leads a process group of its own, which the kit may end.
  const child = execa(shell, ['-c', command], {
    detached: true,
    buffer: false,
    reject: false,
    cleanup: false,
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'ignore',
    env: { SHELL: shell },
  });
  child.stdin.on('error', () => undefined);
  child.stdout.on('data', listener.onData);
  const channel: Channel = {
    write: (text) => void child.stdin.write(text),
    end: () => void child.stdin.end(),
    destroy: () => child.kill('SIGHUP'),
  };
  running.add(channel);
  const end: Promise<Ended> = child;
  void end.then(({ exitCode }) => {
    running.delete(channel);
    listener.onClosed(exitCode);
  });
  if (child.pid === undefined) return fault('unreachable', `the shell ${shell} can't be started`);
  return channel;
}
