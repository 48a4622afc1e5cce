/** A face's end of the controller's socket; starts a controller where none runs. */
import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { discFull, freeBytes, freeText, inFolder } from '../journal/file-fault.ts';
import { JournalError } from '../journal/journal-error.ts';
import { prepareStateFolder } from '../journal/state-folder.ts';
import { fault, isFault, type Fault, type OrFault } from '../protocol/fault.ts';
import type { CutoverEvent } from '../report/events.ts';
import type { Reply, Request } from './requests.ts';
import { onLines, sendLine } from './socket-lines.ts';

export interface ControllerClient {
  /** The exit code, or why it was refused. */
  ask(request: Request): Promise<OrFault<number>>;
  send(request: Request): void;
  close(): void;
}

export interface ClientListener {
  /** No controller runs yet: one is started, which takes a moment. */
  readonly onStart: () => void;
  readonly onEvent: (event: CutoverEvent) => void;
}

/** A socket's path has at most 107 bytes (unix(7)). */
const LONGEST_SOCKET_PATH = 107;
const START_MS = 15_000;

export async function openController(
  state: string,
  { onStart, onEvent }: ClientListener,
): Promise<OrFault<ControllerClient>> {
  const path = join(state, 'controller.sock');
  if (Buffer.byteLength(path) > LONGEST_SOCKET_PATH)
    return fault('state-path', `the state folder's path is too long for a socket: ${state}`, {
      hint: 'name a shorter one with --state',
    });
  const running = await tryConnect(path);
  if (running === undefined) onStart();
  const socket = running ?? (await startAndConnect(state, path));
  if (!('writable' in socket)) return socket;
  return clientOver(socket, onEvent);
}

async function startAndConnect(state: string, path: string): Promise<OrFault<Socket>> {
  const ready = prepared(state);
  if (isFault(ready)) return ready;
  const { log, begins } = ready;
  const started = startProcess(state, log);
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    const socket = await tryConnect(path);
    if (socket !== undefined) return socket;
    const failed =
      started.exitCode === null && started.signalCode === null
        ? undefined
        : lastFault(state, begins);
    // Another client's controller has just begun, or an idle one is about to end: it is waited for.
    if (failed !== undefined && failed.code !== 'controller-running') return { fault: failed };
    await pause(30);
  }
  return { fault: lastFault(state, begins) };
}

interface Log {
  readonly log: number;
  /** Where this start's own lines begin. */
  readonly begins: number;
}

/** The folder, and the controller's log in it. */
function prepared(state: string): OrFault<Log> {
  try {
    prepareStateFolder(state);
    return inFolder(state, () => {
      const log = openSync(logOf(state), 'a', 0o600);
      return { log, begins: fstatSync(log).size };
    });
  } catch (error) {
    if (error instanceof JournalError) return { fault: error.fault };
    throw error;
  }
}

function logOf(state: string): string {
  return join(state, 'controller.log');
}

/** In a process group of its own, so that neither ^C nor a hang-up of the terminal reaches it. */
function startProcess(state: string, log: number): ReturnType<typeof spawn> {
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
function lastFault(state: string, begins: number): Fault {
  try {
    const own = readFileSync(logOf(state)).subarray(begins).toString();
    const last = own.trimEnd().split('\n').at(-1) ?? '';
    return (JSON.parse(last) as { fault: Fault }).fault;
  } catch {
    return notStarted(state, 'it did not say why');
  }
}

/** Room for a few lines of its log; with less it can't even say what is wrong. */
const LITTLE_BYTES = 16_384;

function notStarted(state: string, why: string): Fault {
  if ((freeBytes(state) ?? LITTLE_BYTES) < LITTLE_BYTES) return discFull(state).fault;
  const message = `the controller did not start: ${why} (${freeText(state)} in ${state})`;
  return { code: 'controller', message, hint: `see ${logOf(state)}` };
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
    else if (reply.reply !== 'looked')
      settle(reply.reply === 'done' ? reply.exitCode : { fault: reply.fault });
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
