/** A face's end of the controller's socket; starts a controller where none runs. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fault, type Fault, type OrFault } from '../protocol/fault.ts';
import type { CutoverEvent } from '../report/events.ts';
import type { Reply, Request } from './requests.ts';
import { onLines, sendLine } from './socket-lines.ts';

export interface ControllerClient {
  /** The exit code, or why it was refused. */
  ask(request: Request): Promise<OrFault<number>>;
  send(request: Request): void;
  close(): void;
}

/** A socket's path has at most 107 bytes (unix(7)). */
const LONGEST_SOCKET_PATH = 107;
const START_MS = 15_000;

export async function openController(
  state: string,
  onEvent: (event: CutoverEvent) => void,
): Promise<OrFault<ControllerClient>> {
  const path = join(state, 'controller.sock');
  if (Buffer.byteLength(path) > LONGEST_SOCKET_PATH)
    return fault('state-path', `the state folder's path is too long for a socket: ${state}`, {
      hint: 'name a shorter one with --state',
    });
  const running = await tryConnect(path);
  const socket = running ?? (await startAndConnect(state, path));
  if (!('writable' in socket)) return socket;
  return clientOver(socket, onEvent);
}

async function startAndConnect(state: string, path: string): Promise<OrFault<Socket>> {
  const started = startProcess(state);
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    const socket = await tryConnect(path);
    if (socket !== undefined) return socket;
    const failed =
      started.exitCode === null && started.signalCode === null ? undefined : lastFault(state);
    // Another client's controller has just begun, or an idle one is about to end: it is waited for.
    if (failed !== undefined && failed.code !== 'controller-running') return { fault: failed };
    await pause(30);
  }
  return { fault: lastFault(state) };
}

/** In a process group of its own, so that neither ^C nor a hang-up of the terminal reaches it. */
function startProcess(state: string): ReturnType<typeof spawn> {
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const log = openSync(join(state, 'controller.log'), 'a', 0o600);
  const main = fileURLToPath(new URL('./controller-main.js', import.meta.url));
  const child = spawn(process.execPath, [main, state], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
  });
  closeSync(log);
  child.unref();
  return child;
}

/** Why the controller ended: the last line of its log. */
function lastFault(state: string): Fault {
  const log = join(state, 'controller.log');
  const unknown = {
    code: 'controller',
    message: 'the controller did not start',
    hint: `see ${log}`,
  };
  try {
    const last = readFileSync(log, 'utf8').trimEnd().split('\n').at(-1) ?? '';
    return (JSON.parse(last) as { fault: Fault }).fault;
  } catch {
    return unknown;
  }
}

function tryConnect(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      resolve(socket);
    });
    socket.once('error', () => {
      resolve(undefined);
    });
  });
}

function clientOver(socket: Socket, onEvent: (event: CutoverEvent) => void): ControllerClient {
  let settle = (_result: OrFault<number>): void => undefined;
  socket.on('error', () => undefined);
  socket.on('close', () => {
    settle(
      fault('controller-lost', 'the controller process ended', {
        hint: 'run `cutover recover`: it says what it found and finishes it',
      }),
    );
  });
  onLines(socket, (message) => {
    const reply = message as Reply;
    if (reply.reply === 'event') onEvent(reply.event);
    else settle(reply.reply === 'done' ? reply.exitCode : { fault: reply.fault });
  });
  return {
    ask: (request) =>
      new Promise((resolve) => {
        settle = resolve;
        sendLine(socket, request);
      }),
    send: (request) => {
      sendLine(socket, request);
    },
    close: () => {
      socket.end();
    },
  };
}
